/** The commands that change something: planned, carried out and looked at again. */
import { ERROR_CODES } from '../../shared/model/errors.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { Core } from '../api/core.ts';
import type { Invocation } from './arguments.ts';
import { requestOf } from './request.ts';
import { openCore } from './setup.ts';
import type { ChangeVerb } from './table/commands.ts';
import { say, sayAnswer, tell } from './terminal.ts';
import { describeOperation } from './text.ts';

export async function runChange(invocation: Invocation): Promise<number> {
  const core = await openCore(invocation);
  try {
    const request = await requestOf(
      invocation,
      invocation.command as ChangeVerb,
      invocation.operands,
      await core.read(),
      core.incoming,
    );
    return exitCodeOf(await apply(core, request, invocation));
  } finally {
    core.close();
  }
}

/** Plans a request, carries it out, and prints how it went. */
export async function apply(core: Core, request: PlanRequest, { json }: Invocation): Promise<Operation> {
  const plan = await core.plan(request);
  if (!json) for (const warning of plan.warnings) tell(`note: ${warning}`);
  const { id } = await core.apply(request, plan.basis);
  let last: Operation = core.operations.get(id);
  for await (const operation of core.operations.watch(id, undefined)) last = operation;
  if (json) sayAnswer('operation', { operation: last });
  else say(describeOperation(last));
  return last;
}

export const exitCodeOf = ({ error }: Operation): number => (error === null ? 0 : ERROR_CODES[error.code].exitCode);
