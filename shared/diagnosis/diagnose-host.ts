/** Everything that is wrong with a host, by the rules beside this, the worst first. A new rule is a file and a line here. */
import type { Diagnosis } from '../model/diagnosis.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { imagesUnseen } from './images-unseen.ts';
import { mergeFails } from './merge-fails.ts';
import { notInstalled } from './not-installed.ts';
import { notLookedAt } from './not-looked-at.ts';
import type { Rule } from './rule.ts';
import { stillMerged } from './still-merged.ts';
import { worstFirst } from './worst-first.ts';

export const HOST_RULES = [notInstalled, mergeFails, stillMerged, notLookedAt, imagesUnseen] as const;

export function diagnoseHost(snapshot: Snapshot): Diagnosis[] {
  const rules: readonly Rule<Snapshot>[] = HOST_RULES;
  return worstFirst(rules.flatMap((one) => one.find(snapshot)));
}
