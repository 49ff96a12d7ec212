/**
 * Leads a browser to the door without a secret in its command line, which every user of the machine can read: it is given
 * a file of this user's alone that leads on, with a code that is good once and for seconds.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeOwnFolder } from '../node/own-folder.ts';

export interface Invitation {
  /** The file, to be opened in a browser. */
  readonly path: string;
  /** Takes it away. */
  remove(): void;
}

/**
 * @param folder of this user's alone, made where it is missing
 * @param address where it leads
 */
export function writeInvitation(folder: string, address: string): Invitation {
  makeOwnFolder(folder);
  const path = join(folder, `open-${randomBytes(8).toString('hex')}.html`);
  writeFileSync(path, pageTo(address), { mode: 0o600, flag: 'wx' });
  // Whatever the umask left.
  chmodSync(path, 0o600);
  return { path, remove: () => rmSync(path, { force: true }) };
}

/** The address is ours and has nothing that HTML could mistake. */
function pageTo(address: string): string {
  return [
    '<!doctype html>',
    '<meta charset="utf-8">',
    '<meta name="referrer" content="no-referrer">',
    `<meta http-equiv="refresh" content="0; url=${address}">`,
    '<title>Veneer</title>',
    '',
  ].join('\n');
}
