/** The commands that change something: planned, carried out and looked at again. */

import { wholeText } from '../../shared/diagnosis/whole-text.ts';
import { ERROR_CODES } from '../../shared/model/errors.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { Host } from '../hosts/host.ts';
import type { Invocation } from './invocation.ts';
import { requestOf } from './request.ts';
import { withHost } from './setup.ts';
import type { ChangeVerb } from './table/commands.ts';
import { printOut, sayAnswer, tellNote } from './terminal.ts';
import { describeOperation } from './text.ts';

export function runChange(invocation: Invocation): Promise<number> {
  return withHost(invocation, async (_session, host) => {
    const { command, operands } = invocation;
    const request = await requestOf(invocation, command as ChangeVerb, operands, host);
    return exitCodeOf(await applyRequest(host, request, invocation));
  });
}

/** Plans a request, carries it out, and prints how it went. */
export async function applyRequest(host: Host, request: PlanRequest, { json }: Invocation): Promise<Operation> {
  const plan = await host.plan(request);
  if (!json) for (const warning of plan.warnings) tellNote(wholeText(warning));
  const { id } = await host.apply(request, plan.revision);
  let last: Operation = host.operations.get(id);
  for await (const operation of host.operations.watch(id, undefined)) last = operation;
  if (json) sayAnswer('operation', { operation: last });
  else printOut(describeOperation(last));
  return last;
}

export const exitCodeOf = ({ error }: Operation): number => (error === null ? 0 : ERROR_CODES[error.code].exitCode);
