/** What keeps an extension from being brought up to date, by the rules beside this. A new rule is a file and a line here. */
import type { Diagnosis } from '../../model/diagnosis.ts';
import type { UpdateItem, UpdateState } from '../../model/update.ts';
import type { Rule } from '../rule.ts';
import { componentOff } from './component-off.ts';
import type { FollowedFacts } from './followed-facts.ts';
import { keptWithOs } from './kept-with-os.ts';
import { layoutUnknown } from './layout-unknown.ts';
import { newerOsInstalled } from './newer-os-installed.ts';
import { otherImageTaken } from './other-image-taken.ts';
import { otherVersionMerged } from './other-version-merged.ts';
import { severalTransfers } from './several-transfers.ts';
import { transferUnusable } from './transfer-unusable.ts';

/** Of what has a transfer file; the first that finds something is told. */
export const FOLLOWED_RULES = [
  transferUnusable,
  componentOff,
  otherImageTaken,
  keptWithOs,
  severalTransfers,
  layoutUnknown,
] as const;

export function diagnoseFollowed(facts: FollowedFacts): Diagnosis | null {
  const rules: readonly Rule<FollowedFacts>[] = FOLLOWED_RULES;
  return rules.flatMap((one) => one.find(facts))[0] ?? null;
}

/** Everything that is wrong with one item of the updates: what was found where it was looked for, and what it shows. */
export function diagnoseUpdate(item: UpdateItem): Diagnosis[] {
  return [...(item.problem === null ? [] : [item.problem]), ...otherVersionMerged.find(item)];
}

export const diagnoseUpdates = (state: UpdateState): readonly Diagnosis[] => newerOsInstalled.find(state);
