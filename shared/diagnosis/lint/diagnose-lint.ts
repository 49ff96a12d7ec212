/** What is said of an extension before anybody installs it, beside what is said of one that is installed. */
import type { Diagnosis } from '../../model/diagnosis.ts';
import type { Rule } from '../rule.ts';
import type { LintFacts } from './facts.ts';
import { unitWillNotStart } from './unit-will-not-start.ts';
import { unitsNotRead } from './units-not-read.ts';

export const RULES_OF_LINT = [unitWillNotStart, unitsNotRead] as const;

export function diagnoseLint(facts: LintFacts): Diagnosis[] {
  const rules: readonly Rule<LintFacts>[] = RULES_OF_LINT;
  return rules.flatMap((one) => one.find(facts));
}
