/** The commands that change something: planned, carried out and looked at again. */

import { isSwitch, switchesOn } from '../../shared/changes/switch.ts';
import { wholeText } from '../../shared/diagnosis/whole-text.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { ERROR_CODES } from '../../shared/model/errors.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { Host } from '../hosts/host.ts';
import { hintsAfter } from './after-change.ts';
import { askToKeep, canAsk } from './ask-to-keep.ts';
import { freedText } from './freed.ts';
import { fetchNamed, followsOf } from './install-named.ts';
import type { Invocation } from './invocation.ts';
import { requestOf } from './request.ts';
import { withHost } from './setup.ts';
import { type ChangeVerb, isChangeVerb, rowOf } from './table/commands.ts';
import { printErrorText, printOut, sayAnswer, tellHint, tellNote } from './terminal.ts';
import { describeOperation } from './text.ts';

export function runChange(invocation: Invocation): Promise<number> {
  return withHost(invocation, async (session, host) => {
    const { command, operands } = invocation;
    const verb = command as ChangeVerb;
    if (verb !== 'install') {
      const request = await requestOf(invocation, verb, operands, host);
      return exitCodeOf(await applyRequest(host, request, invocation));
    }
    const { paths, fetched } = await fetchNamed(session, host, invocation);
    const asked = await requestOf(invocation, verb, paths, host);
    const follows = await followsOf(session, host, asked.changes, { fetched, invocation });
    const request = { ...asked, changes: [...asked.changes, ...follows] };
    return exitCodeOf(await applyRequest(host, request, invocation));
  });
}

/** Plans a request, carries it out, and prints how it went. */
export async function applyRequest(host: Host, request: PlanRequest, invocation: Invocation): Promise<Operation> {
  const operation = await carryOutRequest(host, request, invocation);
  if (invocation.json) sayAnswer('operation', { operation });
  return operation;
}

/** The same; with --json nothing is printed, for whoever has more to say. */
export async function carryOutRequest(
  host: Host,
  request: PlanRequest,
  { json, command }: Invocation,
): Promise<Operation> {
  const plan = await host.plan(request);
  const already = json || plan.steps.length > 0 ? [] : alreadySo(request);
  if (!json) for (const warning of plan.warnings) tellNote(wholeText(warning));
  const { id } = await host.apply(request, plan.revision, canAsk(json));
  let last: Operation = host.operations.get(id);
  for await (const operation of host.operations.watch(id, undefined)) last = operation;
  if (json) return last;
  if (last.error !== null) printErrorText(describeOperation(last));
  else if (plan.steps.length === 0) {
    for (const one of already) printOut(one);
    printOut(messageOf('change.nothing-to-do'));
  } else printOut(describeOperation(last));
  if (last.keepUntil !== null && !(await askToKeep(host, last))) return host.operations.get(id);
  if (last.error === null && plan.steps.length > 0) {
    const after = await host.read();
    for (const one of freedText(after, plan)) printOut(one);
    for (const hint of await hintsAfter(host, plan, request.action === 'none' && takesNow(command))) tellHint(hint);
  }
  return last;
}

const takesNow = (command: Invocation['command']): boolean =>
  isChangeVerb(command) && rowOf(command).options.includes('now');

/** Of what is asked for and is so already. */
const alreadySo = ({ changes }: PlanRequest): Message[] =>
  changes
    .filter(isSwitch)
    .map((change) =>
      messageOf(switchesOn(change) ? 'cli.is-not-masked' : 'cli.is-masked-already', { name: change.name }),
    );

export const exitCodeOf = ({ error }: Operation): number => (error === null ? 0 : ERROR_CODES[error.code].exitCode);
