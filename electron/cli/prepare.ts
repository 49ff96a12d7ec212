/** veneer prepare: having the builds ready that fit another OS, from its first boot on. */
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { nameForOs } from '../../shared/changes/for-os.ts';
import { wholeText } from '../../shared/diagnosis/whole-text.ts';
import { isSameOs, osTitle } from '../../shared/images/for-os.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { ERROR_CODES, VeneerError } from '../../shared/model/errors.ts';
import type { NextOs, NextOsRow } from '../../shared/model/next-os.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { System } from '../extensions/system.ts';
import type { Host } from '../hosts/host.ts';
import { type Named, needOs, predictNextOs } from '../session/next-os.ts';
import { downloadForOs, requestForOs } from '../session/next-os-calls.ts';
import type { Session } from '../session/session.ts';
import { applyRequest, exitCodeOf } from './change.ts';
import { interruptible } from './interrupt.ts';
import type { Invocation } from './invocation.ts';
import { osNamed } from './named-os.ts';
import { readRemotes } from './read-remotes.ts';
import { withHost } from './setup.ts';
import { printOut, sayAnswer, tellNote } from './terminal.ts';
import { describePlan } from './text.ts';

export function runPrepare(invocation: Invocation): Promise<number> {
  return withHost(invocation, async (session, host) => {
    const system = await host.read();
    const named = await osNamed(system, invocation.for ?? 'next');
    if (invocation.forget) return forgetNextOs(host, system, named, invocation);
    if (session.catalog.state().remotes.some(({ enabled }) => enabled)) await readRemotes(session, host);
    const next = await predictNextOs(session, system, named, invocation.remote, null);
    return prepareNextOs(session, host, system, named, next, invocation);
  });
}

const isOf =
  ({ class: extensionClass, operands }: Invocation) =>
  (row: Pick<NextOsRow, 'class' | 'name'>) =>
    (extensionClass === null || row.class === extensionClass) && (operands.length === 0 || operands.includes(row.name));

async function prepareNextOs(
  session: Session,
  host: Host,
  system: System,
  named: Named,
  next: NextOs,
  invocation: Invocation,
): Promise<number> {
  const mine = next.rows.filter(isOf(invocation));
  const missing = invocation.operands.find((name) => !mine.some((row) => row.name === name));
  if (missing !== undefined)
    throw new VeneerError('not-found', messageOf('cli.no-extension-is-installed', { name: missing }));
  const wanted = mine.filter(({ state }) => state === 'offered');
  for (const row of mine) {
    if (row.state === 'elsewhere') {
      const remote = row.release?.remote ?? '';
      tellNote(messageOf('cli.left-alone-for-its-remote', { name: row.name, remote }));
    } else if (row.state === 'lost') {
      const reason =
        row.nextVersion === null ? messageOf('cli.nothing-is-published-for', { os: next.title }) : row.message;
      tellNote(messageOf('cli.left-alone', { name: row.name, reason }));
    }
  }
  const lost = mine.some(({ state }) => state === 'elsewhere' || state === 'lost');
  const without = lost ? ERROR_CODES.incompatible.exitCode : 0;
  if (wanted.length === 0) {
    if (invocation.json) sayAnswer('prepare', { operation: null });
    else printOut(messageOf('cli.there-is-nothing-to-prepare'));
    return without;
  }
  const stop = interruptible();
  const ids = await downloadForOs(session, wanted);
  for (const { name, error } of await session.downloads.settled(ids, stop.signal)) {
    if (error !== null) tellNote(messageOf('cli.is-not-downloaded', { name, reason: error.message }));
  }
  stop.end();
  const { request, leftOut } = await requestForOs(session, host, system, named, next, wanted);
  for (const one of leftOut) tellNote(wholeText(one));
  if (request.changes.length === 0) {
    if (invocation.json) sayAnswer('prepare', { operation: null });
    return ERROR_CODES.incompatible.exitCode;
  }
  return (await carryOut(host, request, invocation)) || (leftOut.length > 0 ? ERROR_CODES.partly.exitCode : without);
}

/** Names no version for that OS any more; what is stored stays. */
async function forgetNextOs(host: Host, system: System, named: Named, invocation: Invocation): Promise<number> {
  const os = needOs(named);
  const mine = system.prepared.filter((one) => isSameOs(one.os, os)).filter(isOf(invocation));
  if (mine.length === 0)
    throw new VeneerError('not-found', messageOf('cli.nothing-is-prepared-for', { os: osTitle(os) }));
  const changes = mine.map((one) => nameForOs(one, os, null));
  const classes = [...new Set(changes.map((one) => one.class))];
  return carryOut(host, { ...EMPTY_REQUEST, changes, classes, action: 'none' }, invocation);
}

async function carryOut(host: Host, request: PlanRequest, invocation: Invocation): Promise<number> {
  if (!invocation.dryRun) return exitCodeOf(await applyRequest(host, request, invocation));
  const plan = await host.plan(request);
  if (invocation.json) sayAnswer('prepare', plan);
  else printOut(describePlan(plan));
  return 0;
}
