/**
 * Where nobody but root and who this program runs as can change what a name leads to. There a path stays what it is from one
 * look to the next; anywhere else who looks twice holds the folder open.
 */
import { lstatSync, type Stats } from 'node:fs';
import { isChangedElsewhere } from './changed-elsewhere.ts';

const BY_OTHERS = 0o022;
const STICKY = 0o1000;

const isOurs = ({ uid }: Pick<Stats, 'uid'>) => uid === 0 || uid === process.geteuid?.();

/** Whether nobody else can add, remove or rename what a folder holds. An access control list shows in the group's bits, acl(5). */
export const isOursAlone = (folder: Pick<Stats, 'uid' | 'mode'>): boolean =>
  isOurs(folder) && (folder.mode & BY_OTHERS) === 0;

/**
 * Whether that is true of a folder and of every one on the way to it. From a folder such as /tmp, in which others may only add,
 * what is ours cannot be taken away. A file system that a user mounts over a folder of theirs, as FUSE, calls its files root's where
 * it likes (measured), and a server's are changed by others: on these nothing is.
 *
 * @param path absolute; false where a symlink stands anywhere in it, or nothing does
 */
export function isSettled(path: string): boolean {
  const parts = path.split('/').filter((part) => part !== '');
  let at = '';
  try {
    for (let depth = 0; depth <= parts.length; depth++) {
      if (depth > 0) at += `/${parts[depth - 1]}`;
      const stat = lstatSync(at === '' ? '/' : at);
      if (!stat.isDirectory() || !isOurs(stat)) return false;
      const keepsOurs = depth < parts.length && (stat.mode & STICKY) !== 0;
      if (!keepsOurs && !isOursAlone(stat)) return false;
      if (isChangedElsewhere(at === '' ? '/' : at)) return false;
    }
    return true;
  } catch {
    return false;
  }
}
