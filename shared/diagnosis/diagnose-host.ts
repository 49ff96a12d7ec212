/** Everything that is wrong with a host, by the rules beside this, the worst first. A new rule is a file and a line here. */
import type { Snapshot } from '../model/snapshot.ts';
import type { Diagnosis } from './diagnosis.ts';
import { imagesUnseen } from './images-unseen.ts';
import { mergeFails } from './merge-fails.ts';
import { notInstalled } from './not-installed.ts';
import { notLookedAt } from './not-looked-at.ts';
import { stillMerged } from './still-merged.ts';

const RULES: readonly ((snapshot: Snapshot) => Diagnosis[])[] = [
  notInstalled,
  mergeFails,
  stillMerged,
  notLookedAt,
  imagesUnseen,
];

const WORST_FIRST = ['danger', 'warning', 'note'] as const;

export function diagnoseHost(snapshot: Snapshot): Diagnosis[] {
  const found = RULES.flatMap((rule) => rule(snapshot));
  return WORST_FIRST.flatMap((severity) => found.filter((one) => one.severity === severity));
}
