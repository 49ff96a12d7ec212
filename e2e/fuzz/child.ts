/**
 * Reads mutated seeds, saying each case's number before it is read: node child.mjs FOLDER MODE SEED FROM COUNT.
 * Whoever listens kills it where a case takes too long or too much.
 */
import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { readSystem } from '../../electron/extensions/system.ts';
import { ownMounts } from '../../electron/extensions/target.ts';
import { makeCase, type StoredSeed } from './cases.ts';
import type { Mode } from './mutate.ts';
import { runTarget } from './targets.ts';

/** Bytes that earlier cases may leave; they are collected then, before the next one. */
const LEFT_OVER = 32 << 20;

const [folder = '', mode = 'bytes', seed = '1', from = '0', count = '0'] = process.argv.slice(2);
const stored = JSON.parse(readFileSync(join(folder, 'seeds.json'), 'utf8')) as StoredSeed[];
const seeds = stored.map((one) => ({ ...one, bytes: readFileSync(join(folder, one.file)) }));
const { release } = await readSystem({ root: folder, asSystemd: 257, mounts: ownMounts(folder) }, null);
const outcomes: Record<string, number> = {};
let collectAbove = process.memoryUsage.rss() + LEFT_OVER;

for (let number = Number(from); number < Number(from) + Number(count); number++) {
  const { target, bytes } = makeCase(seeds, mode as Mode, Number(seed), number);
  if (process.memoryUsage.rss() > collectAbove) {
    globalThis.gc?.();
    collectAbove = process.memoryUsage.rss() + LEFT_OVER;
  }
  writeSync(1, `${number}\n`);
  let outcome: string;
  try {
    outcome = await runTarget(target, bytes, release);
  } catch (error) {
    outcome = 'failed';
    writeSync(1, `failed ${number} ${JSON.stringify((error as Error).stack ?? String(error))}\n`);
  }
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  // Node gives memory of its decompressors back between turns only.
  if (number % 50 === 0) await new Promise((settle) => setImmediate(settle));
}
writeSync(1, `outcomes ${JSON.stringify(outcomes)}\n`);
