/**
 * npm run fuzz [STRUCTURED [BYTES [SEED]]]: mutated images, programs and packed data through every reader, so many whose
 * structure is changed and so many whose bytes are. A case that ends in anything but an answer or our own error, works
 * for two seconds or takes 256 MiB has failed; its bytes are kept.
 */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Mode } from '../fuzz/mutate.ts';
import { type Fuzzer, openFuzzer, type Tally } from '../fuzz/run.ts';
import { makeScratch } from '../harness/scratch.ts';

const [structured = 200_000, bytes = 1_000_000, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);
const KEPT = fileURLToPath(new URL('../../test-results/fuzz/', import.meta.url));
const PER_TURN = 5000;

const scratch = makeScratch('fuzz');
const began = performance.now();
const seconds = () => Math.round((performance.now() - began) / 1000);
let failed = 0;

async function runMode(fuzzer: Fuzzer, mode: Mode, cases: number): Promise<void> {
  const tally: Tally = { cases: 0, outcomes: {}, failures: [] };
  let next = 0;
  let told = 0;
  const work = async () => {
    while (next < cases) {
      const from = next;
      next += PER_TURN;
      await fuzzer.run(mode, seed, from, Math.min(PER_TURN, cases - from), tally, KEPT);
      for (; told < tally.failures.length; told++) {
        const failure = tally.failures[told];
        process.stdout.write(
          `${mode} case ${failure?.number} of ${failure?.name}: ${failure?.why}\n  kept: ${failure?.file}\n`,
        );
      }
      process.stdout.write(
        `${mode}: ${tally.cases} of ${cases} cases, ${tally.failures.length} failed, ${seconds()} s\n`,
      );
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  process.stdout.write(`${mode}: ${JSON.stringify(tally.outcomes)}\n`);
  failed += tally.failures.length;
}

try {
  const fuzzer = await openFuzzer(scratch);
  process.stdout.write(
    `seed ${seed}, over ${fuzzer.seeds.map(({ name, fields }) => `${name} (${fields.length})`).join(', ')}\n`,
  );
  await runMode(fuzzer, 'structure', structured);
  await runMode(fuzzer, 'bytes', bytes);
  process.stdout.write(`${structured + bytes} cases, ${failed} failed, ${seconds()} s, seed ${seed}\n`);
} finally {
  scratch.remove();
}
process.exitCode = failed > 0 ? 1 : 0;
