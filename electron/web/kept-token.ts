/**
 * The secret of the door of a user's own service: kept beside its socket, so that a page that stands open comes back after
 * the service ended and was started again, and the address can be asked for at any time.
 */
import { lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isToken, newToken } from './token.ts';

const FOR_OTHERS = 0o077;

/** Where it stands. @param socket the path of the socket, in a folder of this user's alone */
const placeOf = (socket: string) => join(dirname(socket), 'serve.token');

/** @returns null where there is none, or none that this user alone can have written and read */
export function readKeptToken(socket: string): string | null {
  const path = placeOf(socket);
  const seen = lstatSync(path, { throwIfNoEntry: false });
  if (!seen?.isFile() || seen.uid !== process.getuid?.() || (seen.mode & FOR_OTHERS) !== 0) return null;
  const text = readFileSync(path, 'utf8').trim();
  return isToken(text) ? text : null;
}

/** The one that is kept, or a new one that is kept from now on. */
export function keepToken(socket: string): string {
  const kept = readKeptToken(socket);
  if (kept !== null) return kept;
  const token = newToken();
  forgetToken(socket);
  writeFileSync(placeOf(socket), `${token}\n`, { mode: 0o600, flag: 'wx' });
  return token;
}

/** For a door at that socket that has another one. */
export function forgetToken(socket: string): void {
  rmSync(placeOf(socket), { force: true });
}
