/** Compares what Veneer says of a tree with what the real systemd made of it, and keeps what differs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Prediction, predict, type Question, withoutTies } from './predicted.ts';
import type { MergeAnswer } from './real-merge.ts';
import type { HostTree } from './trees/description.ts';

const RESULTS = fileURLToPath(new URL('../../test-results/merge', import.meta.url));

/** One answer of Veneer's beside the true one. */
export interface Comparison {
  readonly version: number;
  readonly question: Question;
  readonly real: MergeAnswer;
  readonly prediction: Prediction | { readonly thrown: string };
  /** Null where they agree; else the kind of difference, in words that many trees share. */
  readonly difference: string | null;
}

/**
 * Predicts and compares. An answer that is uncertain agrees with nothing but a failure that was predicted.
 *
 * @param version of the systemd that gave the real answer
 */
export async function compare(
  root: string,
  version: number,
  question: Question,
  real: MergeAnswer,
): Promise<Comparison> {
  try {
    const prediction = await predict(root, version, question);
    return { version, question, real, prediction, difference: differenceOf(prediction, real, question) };
  } catch (error) {
    const thrown = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { version, question, real, prediction: { thrown }, difference: `Veneer threw: ${plain(thrown)}` };
  }
}

function differenceOf(prediction: Prediction, real: MergeAnswer, { force, belowRoot }: Question): string | null {
  const start = `${belowRoot === true ? '--root: ' : ''}${force === true ? '--force: ' : ''}`;
  if (real.outcome === 'fails' && prediction.outcome !== 'fails') {
    return `${start}failure missed (${prediction.outcome} predicted): ${plain(real.error ?? 'no word')}`;
  }
  if (prediction.outcome === 'fails' && real.outcome !== 'fails') {
    return `${start}false alarm (${real.outcome}): ${plain(prediction.error ?? '')}`;
  }
  if (prediction.uncertain !== null && real.outcome !== 'fails')
    return `${start}uncertain: ${plain(prediction.uncertain)}`;
  if (real.outcome !== prediction.outcome) return `${start}${prediction.outcome} predicted, ${real.outcome} found`;
  const [ours, theirs] = [prediction.merged ?? [], real.merged ?? []];
  const [more, fewer] = [ours.filter((one) => !theirs.includes(one)), theirs.filter((one) => !ours.includes(one))];
  if (more.length > 0 || fewer.length > 0) {
    const what = [...(more.length > 0 ? ['too many'] : []), ...(fewer.length > 0 ? ['too few'] : [])];
    return `${start}${what.join(' and ')} predicted`;
  }
  if (!equal(withoutTies(ours), withoutTies(theirs))) return `${start}another order`;
  // Where systemd lists nothing because it fails, there is no list to compare.
  if (real.listed !== null && !equal(sorted(prediction.listed), sorted(real.listed))) return `${start}another list`;
  return null;
}

const equal = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const sorted = (listed: MergeAnswer['listed']) => (listed ?? []).map((row) => row.join(' ')).sort();

/** Takes out of a sentence what is of one tree alone: names, paths, layers. Names may hold blanks and quotes. */
function plain(text: string): string {
  return text
    .replace(/(\(type overlay\)|mount options) .*: /, '$1: ')
    .replace(/(for image) .*?: /, '$1 X: ')
    .replace(/(^|\s)\/.+?(: |$)/g, '$1PATH$2')
    .replace(/(hierarchy|in extension|OS tree) '.*?'(?= in | is |:|\.|$)/g, '$1 X')
    .slice(0, 140);
}

/** Classes of difference with their number by version, the commonest first, one line each. */
export function tableOf(comparisons: readonly Comparison[], nameOf: (comparison: Comparison) => string): string {
  const versions = [...new Set(comparisons.map(({ version }) => version))].sort();
  const lines = versions.map((version) => {
    const mine = comparisons.filter((one) => one.version === version);
    const agreeing = mine.filter(({ difference }) => difference === null).length;
    return `systemd ${version}: ${agreeing} of ${mine.length} agree (${((100 * agreeing) / mine.length).toFixed(1)} %)`;
  });
  const classes = Map.groupBy(
    comparisons.filter(({ difference }) => difference !== null),
    ({ difference }) => difference,
  );
  for (const [difference, all] of [...classes].sort(([, a], [, b]) => b.length - a.length)) {
    const counts = versions.map((version) => all.filter((one) => one.version === version).length);
    const [first] = all;
    lines.push(`${counts.map((count) => String(count).padStart(4)).join('')}  ${difference}`);
    if (first !== undefined) lines.push(`${' '.repeat(4 * versions.length)}    such as ${nameOf(first)}`);
  }
  return lines.join('\n');
}

/** Keeps a tree that made a difference. @returns the file, which `VENEER_TREE=FILE` asks again */
export function keep(name: string, tree: HostTree, comparisons: readonly Comparison[]): string {
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `${name}.json`);
  writeFileSync(file, `${JSON.stringify({ tree, comparisons }, null, 1)}\n`);
  return file;
}
