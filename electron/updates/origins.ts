/**
 * Where installed versions came from, so that an update comes from there and from nowhere else unless a person names it:
 * else any remote that is on gets in through any name, by having the highest number (flatpak updates a ref from its origin
 * alone, apt pins one).
 *
 * Root's helper keeps it beside the image (shared/images/origin.ts), so that it is the same for every administrator. Before it did,
 * each user's Veneer wrote it down in a folder of its own; what is there still counts where the image has no record. A
 * version that is in neither came from a file, as far as is known.
 */
import { join } from 'node:path';
import * as z from 'zod';
import type { Origin as ImageOrigin } from '../../shared/images/origin.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { createStateFile } from '../node/state-file.ts';

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
}

const Entry = Origin.extend({ size: z.number() });

/**
 * @param directory where an earlier Veneer of this user wrote it down; nothing is added any more
 * @param say told of a file that is damaged; then nothing is known, so nothing is taken from a remote by itself
 */
export function createOrigins(directory: string, say: (problem: Error) => void = () => {}): Origins {
  const file = createStateFile(join(directory, 'origins.json'), say);
  return {
    of(installed) {
      const { data: found } = Entry.safeParse(file.read()[keyOf(installed)]);
      if (found === undefined || found.size !== installed.size) return null;
      const { size: _size, ...origin } = found;
      return origin;
    },
  };
}

const keyOf = ({ root, class: extensionClass, name, version, architecture }: InstalledVersion) =>
  JSON.stringify([root, extensionClass, name, version, architecture]);

export const originOf = ({ remote, folder, signedBy }: Release): Origin => ({ remote, folder, signedBy });

/** What root's record says of the remote; null for what came as a file. */
export function originFromRecord({ remote, address, signedBy }: ImageOrigin): Origin | null {
  if (remote === null || address === null) return null;
  return { remote, folder: address.slice(0, address.lastIndexOf('/') + 1), signedBy };
}

/**
 * Whether a release comes from where an installed version came from. Who signs is who it is, also after the server moved;
 * where nobody signed, the address is. The name of a remote is each user's own: another name is the same remote at the same
 * address alone.
 */
export function isFrom(release: Release, origin: Origin | null): boolean {
  if (origin === null) return false;
  // What was one list of all may be read by the folders of its extensions since. The record has the folder of the file, which
  // may lie below that of the list.
  const isBelow = release.remote === origin.remote && origin.folder.startsWith(release.folder);
  const isThere = release.folder.startsWith(origin.folder) || isBelow;
  if (origin.signedBy === null) return isThere;
  return release.signedBy === origin.signedBy && (isThere || release.remote === origin.remote);
}
