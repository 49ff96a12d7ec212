/** The names of accounts, for people who are known by number: from the file of the host alone, no name service is asked. */
import { readRegular } from '../node/regular-file.ts';
import { resolveInRoot } from './rooted.ts';

/** In bytes; a host with more accounts than fit keeps them elsewhere. */
const MAX_PASSWD = 1024 * 1024;
/** What useradd(8) takes, for the name is shown. */
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,31}\$?$/;

/**
 * The name that passwd(5) has for a user.
 *
 * @param passwd the text of the file, in which a damaged line loses itself alone
 * @returns null where none has the number; of several the first counts, as for getpwuid(3)
 */
export function accountIn(passwd: string, uid: number): string | null {
  for (const line of passwd.split('\n')) {
    const [name = '', , number = ''] = line.split(':');
    if (/^\d{1,10}$/.test(number) && Number(number) === uid && NAME.test(name)) return name;
  }
  return null;
}

/** The name of a user on the host below `root`; null where that is not known there. */
export function accountOf(root: string, uid: number): string | null {
  try {
    const file = resolveInRoot(root, '/etc/passwd');
    const bytes = file.found ? readRegular(file.hostPath, MAX_PASSWD) : null;
    return bytes === null ? null : accountIn(bytes.toString('latin1'), uid);
  } catch {
    // The number says it as well.
    return null;
  }
}
