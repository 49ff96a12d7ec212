/** The commands that change something: planned, carried out and looked at again. */
import { ERROR_CODES } from '../../shared/errors.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { ChangeVerb, Invocation } from './arguments.ts';
import { requestOf } from './request.ts';
import { openCore } from './setup.ts';
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
    const plan = await core.plan(request);
    if (!invocation.json) for (const warning of plan.warnings) process.stderr.write(`note: ${warning}\n`);
    const { id } = await core.apply(request, plan.basis);
    let last: Operation = core.operations.get(id);
    for await (const operation of core.operations.watch(id, undefined)) last = operation;
    if (invocation.json) process.stdout.write(`${JSON.stringify(last, null, 2)}\n`);
    else process.stdout.write(describeOperation(last));
    return last.error === null ? 0 : ERROR_CODES[last.error.code].exitCode;
  } finally {
    core.close();
  }
}
