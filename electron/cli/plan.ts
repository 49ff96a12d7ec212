/** veneer plan: what a verb would do. */
import { incomingDirectory } from '../api/paths.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import { lookInto } from '../operations/look-into.ts';
import { makePlan } from '../operations/plan.ts';
import { dangersOfPlan } from '../operations/plan-dangers.ts';
import { createTemporaryImages } from '../operations/temporary-images.ts';
import type { Invocation } from './arguments.ts';
import { requestOf } from './request.ts';
import { siteOf } from './site.ts';
import type { ChangeVerb } from './table/commands.ts';
import { say, sayAnswer } from './terminal.ts';
import { describePlan } from './text.ts';

export async function runPlan(invocation: Invocation): Promise<number> {
  const site = siteOf(invocation);
  const reader = createOwnReader();
  const system = await reader.system(site);
  const [verb = 'refresh', ...operands] = invocation.operands;
  const images = createTemporaryImages(incomingDirectory());
  try {
    const request = await requestOf(invocation, verb as ChangeVerb, operands, system, images);
    const known = await lookInto(reader, site, system, request.changes);
    const dangers = await dangersOfPlan(reader, site, system, makePlan(system, request, known), known.inspections);
    const plan = makePlan(system, request, { ...known, dangers });
    if (invocation.json) sayAnswer('plan', plan);
    else say(describePlan(plan));
  } finally {
    images.close();
  }
  return 0;
}
