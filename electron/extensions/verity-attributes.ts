/** Root hashes that images carry in extended attributes, for many images at once: each look is a process. */
import { type Asking, readXattrsOf } from '../host/xattr.ts';

/** `user.verity.roothash` and `user.verity.usrhash` of an image, as they are written; what systemd takes before a file beside it. */
export interface VerityAttributes {
  readonly root: string | null;
  readonly usr: string | null;
}

export const NO_ATTRIBUTES: VerityAttributes = { root: null, usr: null };

/** What each image was found to carry; `unknown` where that could not be told. */
export type ToldAttributes = ReadonlyMap<string, VerityAttributes | 'unknown'>;

/**
 * The attributes of image files by path; those without any are left out.
 *
 * systemd asks every image file for them that it is about to merge (verity_settings_load() in src/shared/dissect-image.c of
 * 257, called by merge_subprocess() in src/sysext/sysext.c): what is there and no hash fails the merge, and a hash has to be
 * that of a partition, or of a `.verity` file. So strictly the verdict on every image file depends on them. They are rare, for
 * a download loses them. Where getfattr is missing, as on many hosts, the verdicts leave them out and the host says so
 * (`Host.unseen`); an image of which a getfattr that is there tells nothing is unknown by itself.
 *
 * @param paths absolute; symlinks are followed
 * @returns null where getfattr is missing
 */
export async function readVerityAttributes(paths: readonly string[], asking?: Asking): Promise<ToldAttributes | null> {
  if (paths.length === 0) return new Map();
  const answer = await readXattrsOf(paths, '^user\\.verity\\.(root|usr)hash$', asking);
  if (answer === null) return null;
  const told = new Map<string, VerityAttributes | 'unknown'>();
  for (const path of answer.untold) told.set(path, 'unknown');
  for (const [path, attributes] of answer.found) {
    const textOf = (name: string) => attributes.get(`user.verity.${name}`)?.toString('latin1') ?? null;
    told.set(path, { root: textOf('roothash'), usr: textOf('usrhash') });
  }
  return told;
}
