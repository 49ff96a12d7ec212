/** Root hashes that images carry in extended attributes, for many images at once: each look is a process. */
import { readXattrsOf } from '../host/xattr.ts';

/** `user.verity.roothash` and `user.verity.usrhash` of an image, as they are written; what systemd takes before a file beside it. */
export interface VerityAttributes {
  readonly root: string | null;
  readonly usr: string | null;
}

export const NO_ATTRIBUTES: VerityAttributes = { root: null, usr: null };

/**
 * The attributes of image files by path; those without any are left out, and all of them where getfattr is missing.
 *
 * @param paths absolute; symlinks are followed
 */
export async function readVerityAttributes(paths: readonly string[]): Promise<ReadonlyMap<string, VerityAttributes>> {
  if (paths.length === 0) return new Map();
  const found = await readXattrsOf(paths, '^user\\.verity\\.');
  const told = [...(found ?? [])].map(([path, attributes]) => {
    const textOf = (name: string) => attributes.get(`user.verity.${name}`)?.toString('latin1') ?? null;
    return [path, { root: textOf('roothash'), usr: textOf('usrhash') }] as const;
  });
  return new Map(told);
}
