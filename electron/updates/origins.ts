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
import { createStateFile, type Fields } from '../host/state-file.ts';

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
  /** @param origin null for a file @throws what the file system refuses, and `busy` */
  record(installed: InstalledVersion, origin: Origin | null): void;
}

const Entry = Origin.extend({ size: z.number() });
/** Those that were installed last are kept. */
const MOST = 5000;

/**
 * @param directory made when the first is recorded
 * @param say told of a file that is damaged: then nothing is known, so that nothing is taken from a remote by itself
 */
export function createOrigins(directory: string, say: (problem: Error) => void = () => {}): Origins {
  const file = createStateFile(join(directory, 'origins.json'), say);
  return {
    of(installed) {
      const { data, success } = Entry.safeParse(originsIn(file.read()).get(keyOf(installed)));
      if (!success || data.size !== installed.size) return null;
      const { size: _size, ...origin } = data;
      return origin;
    },
    record(installed, origin) {
      const key = keyOf(installed);
      if (origin === null && !originsIn(file.read()).has(key)) return;
      file.change((before) => {
        const all = originsIn(before);
        all.delete(key);
        if (origin !== null) all.set(key, { ...origin, size: installed.size });
        return { origins: Object.fromEntries([...all].slice(-MOST)) };
      });
    },
  };
}

/** Each is looked at by itself: one that is not understood says nothing of the others. */
function originsIn({ origins }: Fields): Map<string, unknown> {
  return new Map(typeof origins === 'object' && origins !== null ? Object.entries(origins) : []);
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
