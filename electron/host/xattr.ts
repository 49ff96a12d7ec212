/**
 * Extended attributes of a file. Node has no call for them, so a program is asked: getfattr where it is installed,
 * else GNU tar, which is everywhere systemd is and writes them into its pax headers.
 */
import { spawnSync } from 'node:child_process';
import { basename, dirname } from 'node:path';

const TIMEOUT_MS = 5000;
const MAX_OUTPUT = 4 * 1024 * 1024;

/**
 * One attribute of a file, without following a symlink.
 *
 * @returns the value, null where the file does not have it, undefined where no program could tell
 */
export function readXattr(path: string, name: string): string | null | undefined {
  const viaGetfattr = run('getfattr', ['--absolute-names', '-h', '-n', name, '--only-values', '--', path]);
  if (viaGetfattr !== null) {
    if (viaGetfattr.status === 0) return viaGetfattr.stdout.toString('utf8');
    if (viaGetfattr.stderr.toString('utf8').includes('No such attribute')) return null;
  }
  const viaTar = run('tar', [
    '--create',
    '--file=-',
    '--no-recursion',
    '--xattrs',
    `--xattrs-include=${name}`,
    `--directory=${dirname(path)}`,
    '--',
    `./${basename(path)}`,
  ]);
  if (viaTar === null || viaTar.status !== 0) return undefined;
  return paxXattr(viaTar.stdout, name);
}

function run(program: string, args: string[]) {
  const result = spawnSync(program, args, {
    timeout: TIMEOUT_MS,
    maxBuffer: MAX_OUTPUT,
    env: { ...process.env, LC_ALL: 'C' },
  });
  return result.error === undefined ? result : null;
}

/** The attribute in the pax header that leads a tar stream; records are `LENGTH KEY=VALUE\n` (POSIX pax). */
export function paxXattr(archive: Buffer, name: string): string | null {
  const typeFlag = String.fromCharCode(archive[156] ?? 0);
  if (typeFlag !== 'x') return null;
  const size = Number.parseInt(archive.toString('latin1', 124, 136), 8);
  const records = archive.subarray(512, 512 + size);
  for (let at = 0; at < records.length; ) {
    const blank = records.indexOf(0x20, at);
    if (blank < 0) return null;
    const length = Number.parseInt(records.toString('latin1', at, blank), 10);
    if (!(length > 0)) return null;
    const record = records.toString('utf8', blank + 1, at + length - 1);
    const key = `SCHILY.xattr.${name}=`;
    if (record.startsWith(key)) return record.slice(key.length);
    at += length;
  }
  return null;
}
