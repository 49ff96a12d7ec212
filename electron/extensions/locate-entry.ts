/** What an entry of a search directory leads to, and what is read of it. */

import { lstatSync, type Stats, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { foreignText, type Message, messageOf } from '../../shared/messages/message.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Hierarchy } from '../../shared/model/host.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import type { DiscoveredEntry } from '../../shared/systemd/discovery.ts';
import type { MergeEntry } from '../../shared/systemd/entry-facts.ts';
import { imageNameOf } from '../../shared/systemd/image-name.ts';
import type { MergeContext } from '../../shared/systemd/merge-context.ts';
import type { Mount } from '../../shared/systemd/mount-table.ts';
import { hostPath, type Resolution, resolveInRoot } from '../host/rooted.ts';
import { cacheKey, type ReadingCache } from './cache.ts';
import {
  type Content,
  failedReading,
  mergeEntryOf,
  notBrought,
  type Reading,
  type ReadingFor,
  readContent,
  UNREAD,
} from './reading.ts';
import { besideImage } from './sidecars.ts';
import { NO_ATTRIBUTES, readVerityAttributes } from './verity-attributes.ts';

export interface DiscoveryContext {
  readonly root: string;
  readonly host: HostRelease;
  readonly hierarchies: readonly Hierarchy[];
  readonly cache: ReadingCache | null;
  /** This machine's. */
  readonly mounts: readonly Mount[];
  /** What a merge of the class depends on beside its entries; what cannot be listed is told by this reading. */
  readonly merge: Omit<MergeContext, 'undiscovered'>;
  /** What stands elsewhere and was not brought here; see `Brought`. */
  readonly unread: Readonly<Record<string, 'permission' | 'not-brought'>>;
}

/** An image file among the entries. */
interface ImageFile {
  /** On this machine. */
  readonly place: string;
  /** As systemd looks for what stands beside it, without the root. */
  readonly named: string;
  /** In the cache; null without one. */
  readonly key: string | null;
}

interface Located {
  readonly reading: Reading;
  readonly entry: MergeEntry;
  readonly realPath: string;
  readonly stat: Stats | null;
  readonly type: Extension['type'];
  readonly image: ImageFile | null;
}

/** The entries with what vouches for their images: one program tells the attributes of all that were not asked yet. */
export async function withAttributes<T extends Located>(
  { root, cache }: DiscoveryContext,
  located: readonly T[],
): Promise<T[]> {
  const fresh = located.flatMap(({ image, reading }) => (image === null || reading.attributes !== null ? [] : [image]));
  const told = await readVerityAttributes(fresh.map(({ place }) => place));
  const toldOf = ({ place }: ImageFile) => told?.get(place) ?? NO_ATTRIBUTES;
  return located.map((one) => {
    const { image, entry } = one;
    if (image === null) return one;
    const attributes = one.reading.attributes ?? toldOf(image);
    // What could not be told is asked for again the next time: getfattr may be there by then.
    const isTold = told !== null && attributes !== 'unknown';
    const reading = isTold ? { ...one.reading, attributes } : one.reading;
    if (isTold && image.key !== null && one.reading.attributes === null) cache?.set(image.key, reading);
    try {
      return { ...one, reading, entry: { ...entry, ...besideImage(root, image.named, attributes) } };
    } catch (error) {
      const failed = failedReading(error);
      return { ...one, reading: failed, entry: mergeEntryOf(failed, { ...entry, type: one.type }, null) };
    }
  });
}

/**
 * Never throws: what goes wrong with one entry is said of that one.
 *
 * @param isInSettled whether it stands in a directory in which nobody else can change it; see electron/host/settled.ts
 */
export async function locateEntry(
  context: DiscoveryContext,
  discovered: DiscoveredEntry,
  extensionClass: ExtensionClass,
  isInSettled: boolean,
): Promise<Located> {
  try {
    return await locateEntryOrThrow(context, discovered, extensionClass, isInSettled);
  } catch (error) {
    const reading = failedReading(error);
    const { name, path, kind: type } = discovered;
    return {
      reading,
      entry: mergeEntryOf(reading, { name, path, type }, null),
      realPath: path,
      stat: null,
      type,
      image: null,
    };
  }
}

async function locateEntryOrThrow(
  context: DiscoveryContext,
  discovered: DiscoveredEntry,
  extensionClass: ExtensionClass,
  isInSettled: boolean,
): Promise<Located> {
  const { host, cache, root } = context;
  const path = discovered.picked === null ? discovered.path : join(discovered.path, discovered.picked.fileName);
  const nominal = discovered.kind;
  const withNothing = (): Located => {
    const reading = WITHOUT_CONTENT;
    const entry = mergeEntryOf(reading, { name: discovered.name, path: discovered.path, type: nominal }, null);
    return { reading, entry, realPath: discovered.path, stat: null, type: nominal, image: null };
  };
  if (discovered.problem !== null) return withNothing();
  const target = locateTarget(root, path, discovered, host.rules.maxLinks);
  if (!target.found) return withNothing();
  const type = nominal === 'directory' && isSubvolume(target.hostPath, target.stat) ? 'subvolume' : nominal;
  const isImage = type === 'raw' || type === 'block';
  // From 260 a symlink is followed before anything else is looked for (measured).
  const named = host.rules.linksBelowRoot ? target.path : path;
  const imageName = isImage ? imageNameOf(discovered.name, type === 'raw' ? path : null, host.rules) : discovered.name;
  const withReading = (reading: Reading, image: ImageFile | null = null): Located => ({
    reading,
    entry: {
      ...mergeEntryOf(reading, { name: discovered.name, path: discovered.path, type }, null),
      isSymlink: discovered.entry.symlink,
      imagePath: host.rules.linksBelowRoot ? target.path : `${discovered.realDirectory}/${discovered.entry.fileName}`,
    },
    realPath: target.path,
    stat: target.stat,
    type,
    image,
  });
  if (type === 'mstack') return withReading(readStack());
  const kind = type === 'directory' ? 'folder' : type === 'subvolume' ? 'subvolume' : 'image';
  const wanted: ReadingFor = { class: extensionClass, host, imageName, mounts: context.mounts };
  const { hostPath: place } = target;
  const why = Object.hasOwn(context.unread, target.path) ? context.unread[target.path] : undefined;
  if (why !== undefined) return withReading(notBrought(why));
  const settled = isInSettled && !discovered.entry.symlink && discovered.picked === null ? target.stat : null;
  const readIt = () => readContent({ hostPath: place, kind, settled }, wanted);
  // What stands in a folder can change without a trace on the folder itself, so only images are kept.
  if (type !== 'raw') return withReading(await readIt());
  if (cache === null) return withReading(await readIt(), { place, named, key: null });
  const readFor = JSON.stringify([extensionClass, imageName, host.rules.version, host.architecture]);
  const key = cacheKey(target.hostPath, target.stat, readFor);
  const known = cache.get(key);
  const reading = known ?? (await readIt());
  if (known === undefined) cache.set(key, reading);
  return withReading(reading, { place, named, key });
}

/** Where the content of an entry stands, for who reads it by rules of its own. */
export interface LocatedContent {
  readonly type: Extension['type'];
  /** The entry that is read, in a `.v` directory the version that was picked. */
  readonly path: string;
  readonly realPath: string;
  /** null where nothing can be read there; then `problem` says why. */
  readonly content: Content | null;
  readonly problem: Message | null;
}

/** @param maxLinks how many symlinks may follow one another */
export function locateContent(root: string, discovered: DiscoveredEntry, maxLinks: number): LocatedContent {
  const path = discovered.picked === null ? discovered.path : join(discovered.path, discovered.picked.fileName);
  const nominal = discovered.kind;
  const target = locateTarget(root, path, discovered, maxLinks);
  if (!target.found) {
    const problem = messageOf('extension.unknown-it-may-not-be-read');
    return { type: nominal, path, realPath: path, content: null, problem };
  }
  const { hostPath: place, path: realPath, stat } = target;
  const type = nominal === 'directory' && isSubvolume(place, stat) ? 'subvolume' : nominal;
  if (type === 'mstack') {
    const problem = messageOf('portable.stack-is-not-read');
    return { type, path, realPath, content: null, problem };
  }
  const kind = type === 'directory' ? 'folder' : type === 'subvolume' ? 'subvolume' : 'image';
  return { type, path, realPath, content: { hostPath: place, kind }, problem: null };
}

/** Most entries are no symlinks and stand in a directory that is none either, so one look is enough. */
function locateTarget(
  root: string,
  path: string,
  { entry, picked, directory, realDirectory }: DiscoveredEntry,
  maxLinks: number,
): Resolution {
  if (entry.symlink || picked !== null || realDirectory !== directory) return resolveInRoot(root, path, maxLinks);
  const place = hostPath(root, `${directory}/${entry.fileName}`);
  const stat = lstatSync(place, { throwIfNoEntry: false });
  return stat === undefined ? { found: false, reason: 'missing', path } : { found: true, path, hostPath: place, stat };
}

const BTRFS_MAGIC = 0x9123683e;

const BTRFS_SUBVOLUME_INODE = 256;

function isSubvolume(path: string, { ino }: Stats): boolean {
  if (ino !== BTRFS_SUBVOLUME_INODE) return false;
  try {
    return statfsSync(path).type === BTRFS_MAGIC;
  } catch {
    return false;
  }
}

const WITHOUT_CONTENT: Reading = {
  ...UNREAD,
  form: 'unrecognised',
  facts: { kind: 'unknown', code: 'not-readable-yet', reason: foreignText('') },
};

/** A folder `NAME.mstack`: systemd 262 lists it, and then cannot read its metadata, whatever is in it (measured). */
function readStack(): Reading {
  return {
    ...WITHOUT_CONTENT,
    form: 'folder',
    facts: {
      kind: 'unmountable',
      code: 'image-broken',
      errno: 'EOPNOTSUPP',
      reason: messageOf('extension.it-is-stack-of-layers-systemd'),
    },
  };
}
