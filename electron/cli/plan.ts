/** veneer plan: what a verb would do. */

import { ERROR_CODES } from '../../shared/model/errors.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { refuseToPlanNamed } from './install-named.ts';
import type { Invocation } from './invocation.ts';
import { requestOf } from './request.ts';
import { withHost } from './setup.ts';
import { type ChangeVerb, PLANNED_UNASKED } from './table/commands.ts';
import { printLong, sayAnswer } from './terminal.ts';
import { describePlan } from './text.ts';

/** As the command itself would end before it does anything. */
function exitCodeOf({ blockers, movesAside, request }: Plan): number {
  if (blockers.length > 0) return ERROR_CODES['blocks-merge'].exitCode;
  return movesAside.length > 0 && !request.allowMovingAside ? ERROR_CODES['confirmation-needed'].exitCode : 0;
}

export function runPlan(invocation: Invocation): Promise<number> {
  return withHost(invocation, async (_session, host) => {
    const [verb = PLANNED_UNASKED, ...operands] = invocation.operands;
    if (verb === 'install') refuseToPlanNamed(operands);
    const request = await requestOf(invocation, verb as ChangeVerb, operands, host);
    const plan = await host.plan(request);
    if (invocation.json) sayAnswer('plan', plan);
    else await printLong(() => describePlan(plan));
    return exitCodeOf(plan);
  });
}
