/** The keys that systemd trusts the lists of servers by. */

import { resolveInRoot } from '../host/rooted.ts';
import type { Keyring } from '../lists/text-reader.ts';
import { readRegular } from '../node/regular-file.ts';

const MAX_KEYRING = 16 * 1024 * 1024;
/**
 * From which systemd on both keyrings count. Its manual of 257 says one or the other; that the local one then goes first is
 * how systemd-pull names it, and was not measured.
 */
const BOTH_SINCE = 262;

/** The keyrings that systemd-sysupdate checks lists with. @param root the directory that stands for `/` */
export function systemKeyring(root: string, systemdVersion: number): Keyring {
  const firstOf = (...paths: string[]) =>
    paths.map((path) => readInRoot(root, path)).find((one) => one !== null) ?? null;
  const local = firstOf('/etc/systemd/import-pubring.pgp', '/etc/systemd/import-pubring.gpg');
  const vendor = firstOf('/usr/lib/systemd/import-pubring.pgp', '/usr/lib/systemd/import-pubring.gpg');
  const counted = systemdVersion >= BOTH_SINCE || local === null ? [local, vendor] : [local];
  return counted.filter((one) => one !== null);
}

function readInRoot(root: string, path: string): Buffer | null {
  const resolved = resolveInRoot(root, path);
  if (!resolved.found) return null;
  try {
    return readRegular(resolved.hostPath, MAX_KEYRING);
  } catch {
    return null;
  }
}
