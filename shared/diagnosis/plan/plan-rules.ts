/** What is wrong with a plan, by the rules beside this. A new rule is a file, and a line in one of the two lists. */
import type { Diagnosis } from '../../model/diagnosis.ts';
import type { Rule } from '../rule.ts';
import { alreadyMerged } from './already-merged.ts';
import { alsoMerged } from './also-merged.ts';
import { etcOpened } from './etc-opened.ts';
import { imageKept } from './image-kept.ts';
import { leftOut } from './left-out.ts';
import { maskUntilReboot } from './mask-until-reboot.ts';
import { mergeUncertain } from './merge-uncertain.ts';
import { mergeWouldFail } from './merge-would-fail.ts';
import { mergedElsewhere } from './merged-elsewhere.ts';
import { nextMergeWouldFail } from './next-merge-would-fail.ts';
import { noEffectYet } from './no-effect-yet.ts';
import { noLongerHidden } from './no-longer-hidden.ts';
import { ownExtension } from './own-extension.ts';
import { passedOverHere } from './passed-over-here.ts';
import type { PlanFacts } from './plan-facts.ts';

/** What stands in the way: while one of them finds something, nothing of the plan is done. */
export const BLOCKER_RULES = [alreadyMerged, mergeWouldFail] as const;

/** What a person should know before. */
export const PLAN_WARNING_RULES = [
  ownExtension,
  etcOpened,
  imageKept,
  mergedElsewhere,
  maskUntilReboot,
  noLongerHidden,
  noEffectYet,
  nextMergeWouldFail,
  leftOut,
  mergeUncertain,
  alsoMerged,
  passedOverHere,
] as const;

const findAll = (rules: readonly Rule<PlanFacts>[], facts: PlanFacts): Diagnosis[] =>
  rules.flatMap((one) => one.find(facts));

export const blockersOf = (facts: PlanFacts): Diagnosis[] => findAll(BLOCKER_RULES, facts);

export const warningsOf = (facts: PlanFacts): Diagnosis[] => findAll(PLAN_WARNING_RULES, facts);
