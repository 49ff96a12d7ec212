/** What is wrong with how a host merges, now and at its start, by the rules beside this, the worst first. A new rule is a file and a line here. */
import type { Diagnosis } from '../../model/diagnosis.ts';
import type { Rule } from '../rule.ts';
import { worstFirst } from '../worst-first.ts';
import type { StateFacts } from './facts.ts';
import { imageReplaced } from './image-replaced.ts';
import { mergeDiffers } from './merge-differs.ts';
import { mountedLater } from './mounted-later.ts';
import { serviceFailed } from './service-failed.ts';
import { serviceSkipped } from './service-skipped.ts';
import { untilReboot } from './until-reboot.ts';

export const STATE_RULES = [
  serviceFailed,
  serviceSkipped,
  mountedLater,
  mergeDiffers,
  imageReplaced,
  untilReboot,
] as const;

export function diagnoseState(facts: StateFacts): Diagnosis[] {
  const rules: readonly Rule<StateFacts>[] = STATE_RULES;
  return worstFirst(rules.flatMap((one) => one.find(facts)));
}
