/** Root hashes that images carry in extended attributes, for all images of a look at once: each look is a process. */
import { readXattrsOf } from '../host/xattr.ts';

/** `user.verity.roothash` and `user.verity.usrhash` of an image, as they are written; what systemd takes before a file beside it. */
export interface VerityAttributes {
  readonly root: string | null;
  readonly usr: string | null;
}

export const NO_ATTRIBUTES: VerityAttributes = { root: null, usr: null };

/** Tells the attributes of one image file after another. */
export type AttributesReader = (path: string) => Promise<VerityAttributes>;

/**
 * A reader that asks one program for all images that were named in the same turn of the event loop. Where getfattr is
 * missing, no image has any.
 */
export function createAttributesReader(): AttributesReader {
  let waiting: { readonly path: string; readonly settle: (found: VerityAttributes) => void }[] = [];
  const ask = async () => {
    const asked = waiting;
    waiting = [];
    const found = await readXattrsOf(
      asked.map(({ path }) => path),
      '^user\\.verity\\.',
    );
    for (const { path, settle } of asked) {
      const attributes = found?.get(path);
      const textOf = (name: string) => attributes?.get(`user.verity.${name}`)?.toString('latin1') ?? null;
      settle({ root: textOf('roothash'), usr: textOf('usrhash') });
    }
  };
  return (path) =>
    new Promise((settle) => {
      if (waiting.length === 0) setImmediate(ask);
      waiting.push({ path, settle });
    });
}
