/** What hostile images cost the window: the first list of a host that has some, as `veneer serve` reads it. */
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownMounts } from '../../electron/extensions/target.ts';
import { createLocalReader } from '../../electron/reader/local-reader.ts';
import { imageOf } from '../harness/remotes.ts';
import type { Scratch } from '../harness/scratch.ts';
import { EROFS_CASES } from '../hostile/erofs-cases.ts';
import { EXT_CASES } from '../hostile/ext-cases.ts';
import { SQUASHFS_CASES } from '../hostile/squashfs-cases.ts';

const GOOD = 490;
const HOSTILE = 10;
const ROUNDS = 3;

/** @returns milliseconds, the start of the guarded process included; the median */
export async function benchHostile(scratch: Scratch): Promise<number> {
  const root = join(scratch.path, 'hostile');
  const folder = join(root, 'var/lib/extensions');
  mkdirSync(folder, { recursive: true });
  scratch.put('hostile/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  for (let at = 0; at < GOOD; at++) writeFileSync(join(folder, `x${at}.raw`), imageOf(scratch, { name: `x${at}` }));
  const cases = [...SQUASHFS_CASES, ...EXT_CASES, ...EROFS_CASES];
  const step = Math.floor(cases.length / HOSTILE);
  for (const [at, { make, size }] of cases
    .filter((_, index) => index % step === 0)
    .slice(0, HOSTILE)
    .entries()) {
    const fd = openSync(join(folder, `hostile${at}.raw`), 'wx');
    const bytes = make();
    writeSync(fd, bytes);
    ftruncateSync(fd, size ?? bytes.length);
    closeSync(fd);
  }
  const script = fileURLToPath(new URL('../../dist/guarded-reader.cjs', import.meta.url));
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const reader = createLocalReader({ program: process.execPath, script }, null);
    const start = performance.now();
    const { extensions } = await reader.system({ root, asSystemd: 257, mounts: ownMounts(root) });
    times.push(performance.now() - start);
    reader.close();
    if (extensions.length !== GOOD + HOSTILE) throw new Error(`${extensions.length} extensions were listed`);
  }
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}
