/** Many random trees, each asked of Veneer and of a real systemd. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Comparison, compare, keep, tableOf } from './merge-comparison.ts';
import { runSeed } from './random/chance.ts';
import { randomTree, type TreeWishes } from './random-tree.ts';
import { type MergeAnswer, mergeForReal } from './real-merge.ts';
import type { Runtime } from './runtime.ts';
import type { Scratch } from './scratch.ts';
import { buildTree } from './trees/build.ts';
import type { HostTree } from './trees/description.ts';

export interface MergeRun {
  /** What each answer was, and what Veneer said of it. */
  readonly comparisons: readonly Comparison[];
  /** Empty where all agree; else a table of what differs, and where the trees are kept. */
  readonly report: string;
}

/** So many trees that make a difference are made smaller, which takes a second each. */
const REDUCED = 5;

/**
 * Asks for `count` fresh trees, or for the one in the file that `VENEER_TREE` names. The seed is printed; with
 * `VENEER_SEED` and the same wishes the same trees come again.
 */
export async function runMerges(
  runtime: Runtime,
  count: number,
  wishes: TreeWishes,
  scratch: Scratch,
): Promise<MergeRun> {
  const asked = process.env['VENEER_TREE'];
  const seed = runSeed();
  process.stdout.write(`Random trees for systemd ${runtime.version}: VENEER_SEED=${seed}\n`);
  const comparisons: Comparison[] = [];
  const nameOf = new Map<Comparison, string>();
  const files: string[] = [];
  for (let at = 0; at < (asked === undefined ? count : 1); at++) {
    const tree = asked === undefined ? randomTree(`${seed}/${at}`, wishes) : readTree(asked);
    const name = asked === undefined ? `${runtime.version}-${seed}-${at}` : 'again';
    const found = await askAbout(runtime, tree, scratch);
    for (const comparison of found) nameOf.set(comparison, name);
    comparisons.push(...found);
    if (found.every(({ difference }) => difference === null)) continue;
    const small = files.length < REDUCED ? await reduce(runtime, tree, found, scratch) : { tree, found };
    files.push(keep(name, small.tree, small.found));
  }
  if (files.length === 0) return { comparisons, report: '' };
  const table = tableOf(comparisons, (one) => nameOf.get(one) ?? '');
  const again = 'The trees are kept; with VENEER_TREE=FILE one is asked for again:';
  return { comparisons, report: [`VENEER_SEED=${seed}`, table, again, ...files].join('\n') };
}

function readTree(file: string): HostTree {
  const { tree } = JSON.parse(readFileSync(file, 'utf8')) as { tree: HostTree };
  return tree;
}

/** Builds a tree, asks both, and takes it away. */
export async function askAbout(runtime: Runtime, tree: HostTree, scratch: Scratch): Promise<Comparison[]> {
  const root = join(scratch.path, 'tree');
  try {
    buildTree(tree, root);
    const found: Comparison[] = [];
    for (const force of tree.force ? [false, true] : [false]) {
      const question = { class: tree.class, force, without: tree.hostWithout ?? [] };
      const real = await mergeForReal(runtime, root, question);
      const first = await compare(root, runtime.version, question, real);
      if (first.difference === null) {
        found.push(first);
        continue;
      }
      // A difference counts as Veneer's only if systemd stands by its answer.
      const again = await mergeForReal(runtime, root, question);
      const isSteady = answerOf(again) === answerOf(real);
      found.push(isSteady ? first : { ...first, difference: `systemd gave two answers; ${first.difference}` });
    }
    return found;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const answerOf = ({ listed, outcome, merged }: MergeAnswer) => JSON.stringify([listed, outcome, merged]);

/** Leaves out every entry and every file of the host without which the same difference comes. */
async function reduce(
  runtime: Runtime,
  tree: HostTree,
  found: readonly Comparison[],
  scratch: Scratch,
): Promise<{ readonly tree: HostTree; readonly found: readonly Comparison[] }> {
  const wanted = differencesOf(found);
  let best = { tree, found };
  const attempt = async (smaller: HostTree) => {
    const answers = await askAbout(runtime, smaller, scratch);
    if (differencesOf(answers) === wanted) best = { tree: smaller, found: answers };
  };
  // From the end, so that what a link leads to goes after the link.
  for (const entry of tree.entries.slice(-20).reverse()) {
    await attempt({ ...best.tree, entries: best.tree.entries.filter((one) => one !== entry) });
  }
  for (const path of Object.keys(tree.host)) {
    const { [path]: _, ...host } = best.tree.host;
    await attempt({ ...best.tree, host });
  }
  return best;
}

const differencesOf = (found: readonly Comparison[]) => JSON.stringify(found.map(({ difference }) => difference));
