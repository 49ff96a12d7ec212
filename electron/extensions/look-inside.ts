/** A look into one image or folder, for who prints what is there. */

import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { ImageError, type ImageTree } from '../images/tree.ts';
import { type Content, openContent } from './reading.ts';

/** What an image that cannot be read is for who asked for it. */
export function codeOf({ problem }: ImageError): 'unsupported' | 'not-authorized' | 'image-broken' {
  if (problem === 'permission') return 'not-authorized';
  return problem === 'unsupported' ? 'unsupported' : 'image-broken';
}

/** What a reader says of an image as an error that crosses a door. @throws it, or the given one */
function throwExplained(error: unknown): never {
  if (!(error instanceof ImageError)) throw error;
  throw new VeneerError(codeOf(error), messageOf('extension.image-cannot-be-read', { reason: error.said }));
}

/** Looks into a tree, which is closed afterwards. @throws {VeneerError} `unsupported`, `not-authorized` or `image-broken` */
export async function lookInside<T>(
  content: Content,
  host: HostRelease,
  look: (tree: ImageTree) => Promise<T>,
): Promise<T> {
  try {
    const tree = await openContent(content, host);
    try {
      return await look(tree);
    } finally {
      tree.close();
    }
  } catch (error) {
    return throwExplained(error);
  }
}
