/** What stands beside the packages at their server: hashes, their signature, and Veneer's own transfer file. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isSourceUrl, transferText } from '../../shared/sysupdate/transfer.ts';

/**
 * Writes SHA256SUMS, as sysupdate.d(5) wants it, and where a key is named SHA256SUMS.gpg by the GnuPG of who calls.
 *
 * @param out the folder that is published
 * @param made the paths of what was made
 * @param key as GnuPG takes a user id or a fingerprint; null for no signature
 * @throws {Error} where GnuPG did not sign; a signature of before is gone then
 */
export function writeSums(out, made, key) {
  const sums = join(out, 'SHA256SUMS');
  const lines = made.map(
    (path) => `${createHash('sha256').update(readFileSync(path)).digest('hex')}  ${basename(path)}\n`,
  );
  writeFileSync(sums, lines.join(''));
  rmSync(`${sums}.gpg`, { force: true });
  if (key === null) return;
  const args = ['--batch', '--local-user', key, '--output', `${sums}.gpg`, '--detach-sign', sums];
  const { status, error } = spawnSync('gpg', args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`gpg did not sign with ${key}: it ended with ${error ?? status}`);
}

/**
 * Writes veneer.transfer, as `veneer follow veneer` would.
 *
 * @param url the folder at which OUT is published
 * @param isSigned whether a signature is asked for
 * @throws {Error} where systemd-sysupdate cannot fetch from there
 */
export function writeOwnTransfer(out, url, isSigned) {
  if (!isSourceUrl(url)) throw new Error(`${url} is no address that systemd-sysupdate can fetch from`);
  const text = transferText({
    name: 'veneer',
    url,
    patterns: ['veneer-@v-%a.raw'],
    verify: isSigned,
    store: { place: 'kept', store: '/var/lib/extensions.d', directory: '/var/lib/extensions' },
    keep: 1,
  });
  writeFileSync(join(out, 'veneer.transfer'), text);
}
