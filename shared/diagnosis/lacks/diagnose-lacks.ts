/** What a running host lacks, by the rules beside this, the worst first. A new rule is a file and a line here. */
import type { Diagnosis } from '../../model/diagnosis.ts';
import type { Rule } from '../rule.ts';
import { worstFirst } from '../worst-first.ts';
import type { LackFacts } from './facts.ts';
import { kernelWithout } from './kernel-without.ts';
import { noSysupdate } from './no-sysupdate.ts';
import { nobodyAsks } from './nobody-asks.ts';
import { notAtBoot } from './not-at-boot.ts';

export const LACK_RULES = [notAtBoot, kernelWithout, nobodyAsks, noSysupdate] as const;

export function diagnoseLacks(facts: LackFacts): Diagnosis[] {
  const rules: readonly Rule<LackFacts>[] = LACK_RULES;
  return worstFirst(rules.flatMap((one) => one.find(facts)));
}
