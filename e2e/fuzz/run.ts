/** Runs cases in children that are killed from outside, and keeps those that fail. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSystem } from '../../electron/extensions/system.ts';
import { ownMounts } from '../../electron/extensions/target.ts';
import { bundleFor, runGuarded } from '../harness/guarded.ts';
import type { Scratch } from '../harness/scratch.ts';
import { makeCase, type TracedSeed } from './cases.ts';
import type { Mode } from './mutate.ts';
import { makeSeeds } from './seeds.ts';
import { runTarget } from './targets.ts';
import { edgeFields, traceFields } from './trace.ts';

const GUARD = { memory: 256 << 20, timeouts: 2000 };
const CASES_PER_CHILD = 5000;
/** Bytes at each end of packed data in which its numbers are. */
const EDGE = 96;

export interface Failure {
  readonly mode: Mode;
  readonly seed: number;
  readonly number: number;
  readonly name: string;
  readonly why: string;
  /** Where its bytes are kept; null where nothing is to be. */
  readonly file: string | null;
}

export interface Tally {
  cases: number;
  /** How many ended how. */
  readonly outcomes: Record<string, number>;
  readonly failures: Failure[];
}

export interface Fuzzer {
  readonly seeds: readonly TracedSeed[];
  /** Runs some cases and counts them in. @param keep folder for the bytes of those that fail */
  run(mode: Mode, seed: number, from: number, count: number, tally: Tally, keep: string | null): Promise<void>;
}

/** Makes the seeds and what reads them, in a scratch that has to stay. */
export async function openFuzzer(scratch: Scratch): Promise<Fuzzer> {
  scratch.put('host/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  const folder = join(scratch.path, 'host');
  const { release } = await readSystem({ root: folder, asSystemd: 257, mounts: ownMounts(folder) }, null);
  const seeds: TracedSeed[] = [];
  for (const { name, target, bytes: made } of makeSeeds(scratch)) {
    // In memory of its own, so that what is read can be told by its place.
    const bytes = Buffer.from(new Uint8Array(made).buffer);
    let outcome = '';
    const fields = await traceFields(bytes, async () => {
      outcome = await runTarget(target, bytes, release);
    });
    if (outcome !== 'read') throw new Error(`the seed ${name} is not good: ${outcome}`);
    seeds.push({ name, target, bytes, fields: fields.length > 8 ? fields : edgeFields(bytes, EDGE) });
  }
  const stored = seeds.map(({ bytes, ...seed }, number) => {
    const file = `seed-${number}`;
    writeFileSync(join(folder, file), bytes);
    return { ...seed, file };
  });
  writeFileSync(join(folder, 'seeds.json'), JSON.stringify(stored));
  const script = bundleFor(scratch, new URL('./child.ts', import.meta.url));

  async function runSome(mode: Mode, seed: number, from: number, count: number, tally: Tally, keep: string | null) {
    const fail = (number: number, why: string) => {
      const { name, bytes } = makeCase(seeds, mode, seed, number);
      const file = keep === null ? null : join(keep, `${mode}-${seed}-${number}.raw`);
      if (keep !== null && file !== null) {
        mkdirSync(keep, { recursive: true });
        writeFileSync(file, bytes);
      }
      tally.failures.push({ mode, seed, number, name, why, file });
    };
    for (let next = from; next < from + count; ) {
      const wanted = Math.min(CASES_PER_CHILD, from + count - next);
      let last = next - 1;
      let isWhole = false;
      const args = [folder, mode, String(seed), String(next), String(wanted)];
      const ended = await runGuarded(script, args, GUARD, ['--expose-gc'], (line) => {
        const failed = /^failed (\d+) (.*)$/.exec(line);
        const outcomes = /^outcomes (.*)$/.exec(line);
        if (failed !== null) fail(Number(failed[1]), JSON.parse(failed[2] ?? '""') as string);
        else if (outcomes === null) last = Number(line);
        else {
          isWhole = true;
          for (const [outcome, times] of Object.entries(JSON.parse(outcomes[1] ?? '{}') as Record<string, number>))
            tally.outcomes[outcome] = (tally.outcomes[outcome] ?? 0) + times;
        }
      });
      // Where it did not come to its end, the last case that it began is why, and the next child goes on behind it.
      if (!isWhole) fail(last, ended.killed ?? `it ended with ${ended.status}: ${ended.stderr.slice(0, 2000)}`);
      tally.cases += isWhole ? wanted : last + 1 - next;
      next = isWhole ? next + wanted : last + 1;
    }
  }
  return { seeds, run: runSome };
}
