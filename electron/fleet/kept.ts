/** What is kept of the fleet: the hosts that a person added, in the state folder, and what was read of each, in the cache. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { destinationText, parseDestination } from '../../shared/fleet/destination.ts';
import { MOST_HOSTS } from '../../shared/fleet/inventory.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { FleetHost } from '../../shared/model/fleet.ts';
import { removeIfPossible, replaceFile } from '../node/own-file.ts';
import { makeOwnFolder } from '../node/own-folder.ts';
import { createStateFile, type Fields } from '../node/state-file.ts';
import { type KeptTree, removeOtherTrees } from './read-host.ts';

/** A host as it was added. */
export const AddedHost = FleetHost.pick({ id: true, name: true, address: true, source: true });
export type AddedHost = Readonly<z.infer<typeof AddedHost>>;

/** What is told of a host by its last reading. */
export const LastReading = FleetHost.pick({
  os: true,
  systemd: true,
  architecture: true,
  notes: true,
  rows: true,
}).extend({
  readAt: z.number(),
});
export type LastReading = Readonly<z.infer<typeof LastReading>>;

const KeptHost = z.object({
  version: z.literal(1),
  reading: LastReading,
  tree: z.string().regex(/^tree-[0-9a-f]+$/),
  brought: z.object({
    machine: z.string(),
    systemdVersion: z.number().nullable(),
    // What an older Veneer kept says nothing of them.
    verity: z.boolean().nullable().default(null),
    hasAttributes: z.boolean().default(false),
    unread: z.record(z.string(), z.enum(['permission', 'not-brought'])),
  }),
  images: z.array(z.tuple([z.string(), z.string()])),
});

export interface KeptReading extends KeptTree {
  readonly reading: LastReading;
}

const MOST_BYTES = 64 * 1024 * 1024;

export interface KeptFleet {
  hosts(): readonly AddedHost[];
  /** Adds those that are not there. @throws {VeneerError} `too-large`, or what the file system refuses; nothing is changed then */
  add(hosts: readonly AddedHost[]): void;
  /** @throws what the file system refuses; nothing is changed then */
  remove(ids: readonly string[]): void;
  /** null where nothing is kept, or nothing that this version understands. */
  reading(id: string): KeptReading | null;
  /** @throws what the file system refuses; what was kept stays then */
  keep(id: string, reading: KeptReading): void;
  /** Of a host in the cache; it is made. @throws what the file system refuses */
  folder(id: string): string;
}

/**
 * @param say told of a file that is damaged; it is moved aside
 */
export function createKeptFleet(
  stateDirectory: string,
  cacheDirectory: string,
  say: (problem: Error) => void,
): KeptFleet {
  const file = createStateFile(join(stateDirectory, 'fleet.json'), say);
  const top = join(cacheDirectory, 'fleet');
  const placeOf = (id: string) => join(top, createHash('sha256').update(id).digest('hex').slice(0, 32));
  return {
    hosts: () => hostsIn(file.read()),
    add(hosts) {
      file.change((before) => {
        // Of one that is there already, what is there stays.
        const all = new Map(hostsIn(before).map((one) => [one.id, one]));
        for (const one of hosts) if (!all.has(one.id)) all.set(one.id, one);
        if (all.size > MOST_HOSTS)
          throw new VeneerError('too-large', messageOf('fleet.too-many-hosts', { most: MOST_HOSTS }));
        return { hosts: [...all.values()] };
      });
    },
    remove(ids) {
      file.change((before) => ({ hosts: hostsIn(before).filter(({ id }) => !ids.includes(id)) }));
      for (const id of ids) removeIfPossible(placeOf(id));
    },
    reading(id) {
      try {
        const bytes = readFileSync(join(placeOf(id), 'host.json'));
        if (bytes.length > MOST_BYTES) return null;
        const { images, version: _, ...kept } = KeptHost.parse(JSON.parse(bytes.toString('utf8')));
        return { ...kept, images: new Map(images) };
      } catch {
        // It is a cache: what is missing or of another version is read again.
        return null;
      }
    },
    keep(id, { reading, tree, brought, images }) {
      const folder = placeOf(id);
      makeOwnFolder(folder);
      replaceFile(
        join(folder, 'host.json'),
        JSON.stringify({ version: 1, reading, tree, brought, images: [...images] }),
      );
      removeOtherTrees(folder, tree);
    },
    folder(id) {
      const folder = placeOf(id);
      makeOwnFolder(folder);
      return folder;
    },
  };
}

/** An entry that is no host loses itself alone. */
function hostsIn({ hosts }: Fields): AddedHost[] {
  const found = (Array.isArray(hosts) ? hosts : []).slice(0, MOST_HOSTS).flatMap((one): AddedHost[] => {
    const parsed = AddedHost.safeParse(one);
    if (!parsed.success) return [];
    try {
      const { id, address } = parsed.data;
      return destinationText(parseDestination(address ?? id)) === (address ?? id) ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
  return [...new Map(found.map((one) => [one.id, one])).values()];
}
