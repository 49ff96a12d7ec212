/** What Veneer says of a tree: the only place where the comparison with the real systemd touches the product. */

import { readSystem, type System } from '../../electron/extensions/system.ts';
import { ownMounts } from '../../electron/extensions/target.ts';
import { makePlan } from '../../electron/operations/plan.ts';
import { entriesAfter, seenHere } from '../../electron/operations/predict.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import type { MergeAnswer, MergeQuestion } from './real-merge.ts';

export interface Prediction extends MergeAnswer {
  /** Why Veneer does not say whether some extension is merged; null where it says so of all. */
  readonly uncertain: string | null;
  /** The sentences with which it refuses the merge. */
  readonly blockers: readonly string[];
  /** State and reason of each extension, for who looks into a difference. */
  readonly states: readonly string[];
}

/** What is asked of Veneer. */
export interface Question extends MergeQuestion {
  /** What this machine's own systemd would do with `--root=`; else that of the version whose `/` the tree is. */
  readonly belowRoot?: boolean;
}

/** @param version of the systemd that has the tree as its `/` */
export async function predict(root: string, version: number, question: Question): Promise<Prediction> {
  const { class: kind, force = false, belowRoot = false } = question;
  const asSystemd = belowRoot ? null : version;
  const system = await readSystem({ root, asSystemd, mounts: ownMounts(root) }, null);
  const plan = makePlan(system, { ...EMPTY_REQUEST, action: 'merge', classes: [kind], force });
  const mine = plan.outcomes.find((outcome) => outcome.class === kind);
  const after = mine?.after ?? [];
  const blockers = plan.blockers.map(({ message }) => message.text);
  const extensions = system.extensions.filter((one) => one.class === kind);
  const uncertain = mine?.uncertain ?? [];
  const reason = extensions.find(({ name }) => uncertain.includes(name))?.verdict.message.text;
  const outcome = blockers.length > 0 ? 'fails' : after.length > 0 ? 'merged' : 'nothing';
  return {
    // Veneer has no word of its own for a list that fails: a failing discovery is a blocker.
    listed: listedHere(system, extensions, kind),
    outcome,
    merged: outcome === 'merged' ? after : null,
    error: blockers[0] ?? null,
    uncertain: uncertain.length === 0 ? null : (reason ?? 'no reason is given'),
    blockers,
    states: extensions.map(({ path, name, state, verdict }) => `${path} (${name}): ${state}: ${verdict.message.text}`),
  };
}

/** What `list` of the systemd that merges here has: below a root, up to 259, no symlinks. */
function listedHere(system: System, extensions: readonly Extension[], kind: ExtensionClass): [string, string][] {
  const paths = new Set(seenHere(system, kind, entriesAfter(system, kind, [])).map(({ entry }) => entry.path));
  return extensions.filter(({ path }) => paths.has(path)).map(({ name, type }) => [name, type]);
}

/** Layers as groups: names that are equal in the order of versions, such as `d-` and `d-+`, come in any order. */
export function withoutTies(layers: readonly string[]): string[][] {
  const groups: string[][] = [];
  for (const layer of layers) {
    const last = groups.at(-1);
    if (last !== undefined && compareVersions(last[0] ?? '', layer) === 0) last.push(layer);
    else groups.push([layer]);
  }
  return groups.map((group) => group.sort());
}
