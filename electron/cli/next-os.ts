/** veneer next-os: what becomes of the extensions once another OS runs, and having the builds that fit it ready. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { nameForOs } from '../../shared/changes/for-os.ts';
import { wholeText } from '../../shared/diagnosis/whole-text.ts';
import { isSameOs, osTitle } from '../../shared/images/for-os.ts';
import { joinTexts, messageOf } from '../../shared/messages/message.ts';
import { ERROR_CODES, VeneerError } from '../../shared/model/errors.ts';
import type { NextOs, NextOsRow } from '../../shared/model/next-os.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import { parseEnvironmentFile } from '../../shared/systemd/os-release.ts';
import type { System } from '../extensions/system.ts';
import { readNamedTree } from '../host/os-tree.ts';
import type { Host } from '../hosts/host.ts';
import { readRegular } from '../node/regular-file.ts';
import { findNextOs, type Named, namedOs, needOs, predictNextOs } from '../session/next-os.ts';
import { downloadForOs, requestForOs } from '../session/next-os-calls.ts';
import type { Session } from '../session/session.ts';
import { applyRequest, exitCodeOf } from './change.ts';
import { type Column, formatTable } from './format-table.ts';
import { interruptible } from './interrupt.ts';
import type { Invocation } from './invocation.ts';
import { findNextPartition } from './next-partition.ts';
import { readRemotes } from './read-remotes.ts';
import { withHost } from './setup.ts';
import { printOut, safeText, sayAnswer, tellNote } from './terminal.ts';
import { describePlan } from './text.ts';
import { WORD_OF_NEXT_OS } from './words.ts';

/** Every row that would not be merged any more on that OS. */
const LOST = new Set<NextOsRow['state']>(['offered', 'elsewhere', 'lost']);

export function runNextOs(invocation: Invocation): Promise<number> {
  return withHost(invocation, async (session, host) => {
    const system = await host.read();
    const named = await nameOf(system, invocation);
    if (invocation.forget) return forgetNextOs(host, system, named, invocation);
    if (session.catalog.state().remotes.some(({ enabled }) => enabled)) await readRemotes(session, host);
    const next = await predictNextOs(session, system, named, invocation.remote, null);
    if (next.systemdVersion === null && !invocation.json) {
      tellNote(messageOf('cli.systemd-of-that-os-is-not-known', { version: String(system.release.rules.version) }));
    }
    if (invocation.prepare) return prepareNextOs(session, host, system, named, next, invocation);
    const rows = next.rows.filter(isOf(invocation));
    if (invocation.json) sayAnswer('next-os', { ...next, rows });
    else printOut(nextOsText({ ...next, rows }));
    return rows.some(({ state }) => LOST.has(state)) ? ERROR_CODES.incompatible.exitCode : 0;
  });
}

const isOf =
  ({ class: extensionClass, operands }: Invocation) =>
  (row: Pick<NextOsRow, 'class' | 'name'>) =>
    (extensionClass === null || row.class === extensionClass) && (operands.length === 0 || operands.includes(row.name));

const MAX_BYTES = 1024 * 1024;

async function nameOf(system: System, { osRelease, osTree, osVersion }: Invocation): Promise<Named> {
  if (osTree !== null) return osIn(osTree, system.release.rules.version);
  if (osVersion !== null) return namedOs(system, osVersion);
  if (osRelease !== null) {
    const text = readRegular(osRelease, MAX_BYTES, { followLink: true });
    if (text === null) throw new VeneerError('not-found', messageOf('cli.there-is-no', { path: osRelease }));
    const fields = parseEnvironmentFile(text.toString('latin1'), system.release.rules.version);
    return { from: 'named', fields, systemdVersion: null, deployed: null };
  }
  const found = findNextOs(system) ?? (await findNextPartition(system));
  if (found !== null) return found;
  throw new VeneerError('not-found', messageOf('core.no-other-os-is-staged'), {
    nextStep: messageOf('cli.name-os-with-os-version'),
  });
}

/** @throws {VeneerError} `not-found` where nothing is there, `unsupported` where its os-release says nothing */
function osIn(tree: string, ownVersion: number): Named {
  if (!existsSync(tree)) throw new VeneerError('not-found', messageOf('cli.there-is-no', { path: tree }));
  const { release, systemdVersion } = readNamedTree(resolve(tree), ownVersion);
  if (release.problem !== null) {
    const what = messageOf('cli.os-tree-does-not-tell', { path: tree });
    throw new VeneerError('unsupported', joinTexts([what, release.problem.message], ' '));
  }
  return { from: 'named', fields: release.fields, systemdVersion, deployed: null };
}

function nextOsText({ title, rows, isSame }: NextOs): string {
  const os = { os: title };
  const head = `${safeText(isSame ? messageOf('cli.is-release-that-runs', os) : messageOf('cli.on-os', os))}\n`;
  if (rows.length === 0) return `${head}${safeText(messageOf('cli.there-is-no-extension-to-judge'))}\n`;
  const lines = rows.map(({ name, class: extensionClass, version, state, nextVersion, release, message }) => [
    name,
    extensionClass,
    version ?? '-',
    WORD_OF_NEXT_OS[state],
    nextVersion ?? '-',
    release?.remote ?? '-',
    message,
  ]);
  const columns: readonly Column[] = [
    { head: messageOf('cli.column-name'), isWhole: true },
    { head: messageOf('cli.column-class'), isWhole: true },
    { head: messageOf('cli.column-version') },
    { head: messageOf('cli.column-then'), isWhole: true },
    { head: messageOf('cli.column-build') },
    { head: messageOf('cli.column-remote') },
    { head: messageOf('cli.column-reason') },
  ];
  return `${head}${formatTable(columns, lines)}`;
}

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
    if (invocation.json) sayAnswer('next-os', { operation: null });
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
    if (invocation.json) sayAnswer('next-os', { operation: null });
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
  if (invocation.json) sayAnswer('next-os', plan);
  else printOut(describePlan(plan));
  return 0;
}
