/** Which extended attributes of a folder come into an image of it: what its programs may do, and what SELinux knows them as. */
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { mayAskForXattrs } from '../host/xattr.ts';
import type { ImageTree, XattrsById } from '../images/tree.ts';

const CAPABILITY = 'security.capability';
const SELINUX = 'security.selinux';

/**
 * Labels of places where somebody builds a folder. Policies give none of them to anything below /usr, /opt or /etc, so they
 * are no labels of what is inside.
 */
const OF_THE_PLACE =
  /^[^:]*:[^:]*:(?:user_home_t|user_home_dir_t|admin_home_t|user_tmp_t|tmp_t|default_t|unlabeled_t)(?::|\0|$)/;

/**
 * Whatever else is there says something of the folder, not of the extension. Where no program can tell them, nothing is kept:
 * see `mayAskForXattrs`.
 *
 * @throws {VeneerError} `unsupported` where the program that could tell took too long
 */
export async function keptAttributes(tree: ImageTree, folder: string): Promise<XattrsById> {
  if (!mayAskForXattrs()) return new Map();
  const all = await tree.allXattrs?.();
  if (all === undefined)
    throw new VeneerError('unsupported', messageOf('extension.attributes-cannot-be-read', { path: folder }));
  const kept = new Map<string, ReadonlyMap<string, Buffer>>();
  for (const [id, attributes] of all) {
    const mine = [...attributes].filter(
      ([name, value]) => name === CAPABILITY || (name === SELINUX && !OF_THE_PLACE.test(value.toString('latin1'))),
    );
    if (mine.length > 0) kept.set(id, new Map(mine));
  }
  return kept;
}
