/**
 * Where installed versions came from, so that an update comes from there and from nowhere else unless a person names it:
 * else any remote that is on gets in through any name, by having the highest number (flatpak updates a ref from its origin
 * alone, apt pins one).
 *
 * It is the record of who installed, in the folder of that user: the remotes are that user's too, and what is written there
 * gives no right that the user does not have. A version that is not in it came from a file, as far as is known.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { Release } from '../../shared/model/catalog.ts';
import type { ExtensionClass } from '../../shared/systemd-rules.ts';
import { replaceFile } from '../host/own-file.ts';
import { readRegular } from '../host/regular-file.ts';

/** A version as it is installed. */
export interface InstalledVersion {
  /** The directory that stands for `/`. */
  readonly root: string;
  readonly class: ExtensionClass;
  readonly name: string;
  readonly version: string;
  /** In the name of the stored file. */
  readonly architecture: string | null;
  /** Bytes: another file under the same name is another thing. */
  readonly size: number;
}

/** A remote, and by what it is known again. */
const Origin = z.object({
  remote: z.string(),
  folder: z.string(),
  /** Fingerprint of the key that signed the list; null where none was wanted. */
  signedBy: z.string().nullable(),
});
export type Origin = Readonly<z.infer<typeof Origin>>;

export interface Origins {
  /** null for what came from a file. */
  of(installed: InstalledVersion): Origin | null;
  /** @param origin null for a file @throws what the file system refuses */
  record(installed: InstalledVersion, origin: Origin | null): void;
}

const Entry = Origin.extend({ size: z.number() });
const Stored = z.record(z.string(), Entry);
const MAX_BYTES = 16 * 1024 * 1024;
/** Those that were installed last are kept. */
const MOST = 5000;

/** @param directory made when the first is recorded */
export function createOrigins(directory: string): Origins {
  const file = join(directory, 'origins.json');

  /** Another Veneer of this user may have written meanwhile. */
  function read(): Map<string, z.infer<typeof Entry>> {
    try {
      const text = readRegular(file, MAX_BYTES, { followLink: true });
      return new Map(text === null ? [] : Object.entries(Stored.parse(JSON.parse(text.toString('utf8')))));
    } catch {
      // Damaged: nothing is known, so nothing is taken from a remote by itself.
      return new Map();
    }
  }

  return {
    of(installed) {
      const found = read().get(keyOf(installed));
      if (found === undefined || found.size !== installed.size) return null;
      const { size: _size, ...origin } = found;
      return origin;
    },
    record(installed, origin) {
      const all = read();
      const key = keyOf(installed);
      if (origin === null && !all.has(key)) return;
      all.delete(key);
      if (origin !== null) all.set(key, { ...origin, size: installed.size });
      replaceFile(file, JSON.stringify(Object.fromEntries([...all].slice(-MOST))));
    },
  };
}

const keyOf = ({ root, class: extensionClass, name, version, architecture }: InstalledVersion) =>
  JSON.stringify([root, extensionClass, name, version, architecture]);

export const originOf = ({ remote, folder, signedBy }: Release): Origin => ({ remote, folder, signedBy });

/**
 * Whether a release comes from where an installed version came from. Who signs is who it is, also after the server moved;
 * where nobody signed, the address is.
 */
export function isFrom(release: Release, origin: Origin | null): boolean {
  if (origin === null || release.remote !== origin.remote) return false;
  return origin.signedBy === null ? release.folder === origin.folder : release.signedBy === origin.signedBy;
}
