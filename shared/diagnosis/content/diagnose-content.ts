/** What inside an extension should be known before it is trusted; what a merge makes of it is found by `merge/`. */
import type { Diagnosis } from '../../model/diagnosis.ts';
import type { Rule } from '../rule.ts';
import { capabilities } from './capabilities.ts';
import { carriesOsRelease } from './carries-os-release.ts';
import type { ContentFacts, InsideFacts } from './facts.ts';
import { mislabelled } from './mislabelled.ts';
import { missingLibrary } from './missing-library.ts';
import { notMade } from './not-made.ts';
import { notStarted } from './not-started.ts';
import { releaseFileOfSysext } from './release-file-of-sysext.ts';
import { setuid } from './setuid.ts';
import { unlabelled } from './unlabelled.ts';
import { withoutEffect } from './without-effect.ts';

/** On each entry by itself. */
export const RULES_OF_ENTRIES_INSIDE = [
  carriesOsRelease,
  setuid,
  capabilities,
  unlabelled,
  mislabelled,
  releaseFileOfSysext,
] as const;
/** On all of it. */
export const RULES_OF_CONTENT = [missingLibrary, withoutEffect, notStarted, notMade] as const;

export type IdOfContent = (typeof RULES_OF_ENTRIES_INSIDE | typeof RULES_OF_CONTENT)[number]['ids'][number];

/** Of one entry; there may be hundreds of thousands, so that each is handed over as it is come across. */
export function diagnoseInside(facts: InsideFacts): Diagnosis[] {
  const rules: readonly Rule<InsideFacts>[] = RULES_OF_ENTRIES_INSIDE;
  return rules.flatMap((one) => one.find(facts));
}

export function diagnoseContent(facts: ContentFacts): Diagnosis[] {
  const rules: readonly Rule<ContentFacts>[] = RULES_OF_CONTENT;
  return rules.flatMap((one) => one.find(facts));
}
