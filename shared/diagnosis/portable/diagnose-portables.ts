/** What is wrong with portable services, by the rules beside this. A new rule is a file and a line here. */
import type { Diagnosis } from '../../model/diagnosis.ts';
import type { Rule } from '../rule.ts';
import { worstFirst } from '../worst-first.ts';
import { extensionMisfit } from './extension-misfit.ts';
import type { PortableFacts } from './facts.ts';
import { imageMoved } from './image-moved.ts';
import { profileMissing } from './profile.ts';
import { portableRelease } from './release.ts';
import { unitPrefix } from './unit-prefix.ts';

export const PORTABLE_RULES = [portableRelease, unitPrefix, imageMoved, profileMissing, extensionMisfit] as const;

export function diagnosePortables(facts: PortableFacts): Diagnosis[] {
  const rules: readonly Rule<PortableFacts>[] = PORTABLE_RULES;
  return worstFirst(rules.flatMap((one) => one.find(facts)));
}
