/**
 * Whole merges that real systemds of three versions were asked for, recorded, against what Veneer says of the same
 * trees. `VENEER_CASES=all npx vitest run e2e/live/recorded-merges` asks for all of them, `VENEER_CASES=o0001,o0002`
 * for some; else it is a sample by the printed seed.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Comparison, compare, keep, tableOf } from '../harness/merge-comparison.ts';
import { chanceOf, runSeed } from '../harness/random/chance.ts';
import type { MergeAnswer } from '../harness/real-merge.ts';
import { ownVersion } from '../harness/runtime.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { buildTree } from '../harness/trees/build.ts';
import type { HostTree } from '../harness/trees/description.ts';

const SAMPLE = 60;

interface Recorded extends MergeAnswer {
  /** What `merge --force` came to; nobody asked for a list. */
  readonly force?: Omit<MergeAnswer, 'listed'>;
  /** The same with `--root=` on the tree, where symlinks make that another answer. */
  readonly belowRoot?: MergeAnswer;
}

interface Case extends HostTree {
  readonly id: string;
  readonly real: Readonly<Record<string, Recorded>>;
}

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('recorded');
});
afterAll(() => scratch.remove());

test('says of recorded merges what systemd 252, 257 and 262 made of them', async () => {
  const comparisons: Comparison[] = [];
  const idOf = new Map<Comparison, string>();
  const kept: string[] = [];
  for (const one of chosenCases()) {
    const root = join(scratch.path, one.id);
    buildTree(one, root);
    const found = await comparisonsOf(one, root);
    rmSync(root, { recursive: true, force: true });
    for (const comparison of found) idOf.set(comparison, one.id);
    comparisons.push(...found);
    if (found.some(({ difference }) => difference !== null)) kept.push(keep(`recorded-${one.id}`, one, found));
  }
  const table = tableOf(comparisons, (one) => idOf.get(one) ?? '');
  process.stdout.write(`${table}\n`);
  expect(comparisons.length).toBeGreaterThan(0);
  expect(kept, table).toEqual([]);
}, 480_000);

function chosenCases(): Case[] {
  const file = new URL('../fixtures/systemd/merges.json.gz', import.meta.url);
  const { cases } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as { cases: Case[] };
  const wanted = process.env['VENEER_CASES'];
  if (wanted === 'all') return cases;
  if (wanted !== undefined) return cases.filter(({ id }) => wanted.split(',').includes(id));
  const seed = runSeed();
  process.stdout.write(`${SAMPLE} of ${cases.length} recorded merges: VENEER_SEED=${seed}\n`);
  const chance = chanceOf(seed);
  const left = [...cases];
  return Array.from({ length: SAMPLE }, () => left.splice(chance.below(left.length), 1)).flat();
}

/** Every version's answers: of a merge, of a forced one, and below --root by the version that this machine has. */
async function comparisonsOf(one: Case, root: string): Promise<Comparison[]> {
  const found: Comparison[] = [];
  for (const [key, real] of Object.entries(one.real)) {
    const version = Number(key);
    const question = { class: one.class };
    found.push(await compare(root, version, question, real));
    if (real.force !== undefined) {
      found.push(await compare(root, version, { ...question, force: true }, { ...real.force, listed: null }));
    }
    // What an initrd's tree comes to is another answer too, which was recorded only where there are symlinks.
    const belowRoot = real.belowRoot ?? ('etc/initrd-release' in one.host ? null : real);
    if (version === ownVersion() && belowRoot !== null) {
      found.push(await compare(root, version, { ...question, belowRoot: true }, belowRoot));
    }
  }
  return found;
}
