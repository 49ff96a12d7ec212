/** veneer next-os: what becomes of the extensions once another OS runs, and having the builds that fit it ready. */

import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { isSameOs, osTitle } from '../../shared/images/for-os.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { ERROR_CODES, VeneerError } from '../../shared/model/errors.ts';
import type { NextOs, NextOsRow } from '../../shared/model/next-os.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import { parseEnvironmentFile } from '../../shared/systemd/os-release.ts';
import type { System } from '../extensions/system.ts';
import type { Host } from '../hosts/host.ts';
import { readRegular } from '../node/regular-file.ts';
import { findNextOs, foretellNextOs, type Named, namedOs, needOs } from '../session/next-os.ts';
import { downloadForOs, requestForOs } from '../session/next-os-calls.ts';
import type { Session } from '../session/session.ts';
import type { Invocation } from './arguments.ts';
import { readRemotes } from './catalog.ts';
import { apply, exitCodeOf } from './change.ts';
import { withHost } from './setup.ts';
import { say, sayAnswer, tell, textOf } from './terminal.ts';
import { describePlan, table } from './text.ts';

/** Every row that would not be merged any more on that OS. */
const LOST = new Set<NextOsRow['state']>(['offered', 'elsewhere', 'lost']);

export function runNextOs(invocation: Invocation): Promise<number> {
  return withHost(invocation, async (session, host) => {
    const system = await host.read();
    const named = nameOf(system, invocation);
    if (invocation.forget) return forget(host, system, named, invocation);
    if (session.catalog.state().remotes.some(({ enabled }) => enabled)) await readRemotes(session, host);
    const next = await foretellNextOs(session, system, named, invocation.remote, null);
    if (next.systemdVersion === null && !invocation.json) {
      tell(`note: The systemd of that OS is not known, so it is judged as systemd ${system.release.rules.version}.`);
    }
    if (invocation.prepare) return prepare(session, host, system, named, next, invocation);
    const rows = next.rows.filter(isOf(invocation));
    if (invocation.json) sayAnswer('next-os', { ...next, rows });
    else say(nextOsText({ ...next, rows }));
    return rows.some(({ state }) => LOST.has(state)) ? ERROR_CODES.incompatible.exitCode : 0;
  });
}

const isOf =
  ({ class: extensionClass, operands }: Invocation) =>
  (row: Pick<NextOsRow, 'class' | 'name'>) =>
    (extensionClass === null || row.class === extensionClass) && (operands.length === 0 || operands.includes(row.name));

const MAX_BYTES = 1024 * 1024;

function nameOf(system: System, { osRelease, osVersion }: Invocation): Named {
  if (osVersion !== null) return namedOs(system, osVersion);
  if (osRelease !== null) {
    const text = readRegular(osRelease, MAX_BYTES, { followLink: true });
    if (text === null) throw new VeneerError('not-found', messageOf('cli.there-is-no', { path: osRelease }));
    const fields = parseEnvironmentFile(text.toString('latin1'), system.release.rules.version);
    return { from: 'named', fields, systemdVersion: null, deployed: null };
  }
  const found = findNextOs(system);
  if (found !== null) return found;
  throw new VeneerError('not-found', messageOf('core.no-other-os-is-staged'), {
    nextStep: messageOf('cli.name-os-with-os-version'),
  });
}

const WORDS: Readonly<Record<NextOsRow['state'], string>> = {
  stays: 'stays',
  prepared: 'prepared',
  offered: 'published',
  elsewhere: 'elsewhere',
  lost: 'lost',
  out: 'not merged',
  unknown: 'unknown',
};

function nextOsText({ title, rows, isSame }: NextOs): string {
  const head = isSame ? `${title} is the release that runs.\n` : `On ${title}:\n`;
  if (rows.length === 0) return `${head}There is no extension to judge.\n`;
  const lines = rows.map(({ name, class: extensionClass, version, state, nextVersion, release, message }) => [
    name,
    extensionClass,
    version ?? '-',
    WORDS[state],
    nextVersion ?? '-',
    release?.remote ?? '-',
    message,
  ]);
  return `${head}${table([['NAME', 'CLASS', 'VERSION', 'THEN', 'BUILD', 'REMOTE', 'REASON'], ...lines])}`;
}

async function prepare(
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
      tell(`note: ${row.name} is left alone: it did not come from ${row.release?.remote}; name that with --remote.`);
    } else if (row.state === 'lost') {
      const why = row.nextVersion === null ? `nothing is published for ${next.title}.` : row.message;
      tell(`note: ${row.name} is left alone: ${why}`);
    }
  }
  const lost = mine.some(({ state }) => state === 'elsewhere' || state === 'lost');
  const without = lost ? ERROR_CODES.incompatible.exitCode : 0;
  if (wanted.length === 0) {
    if (invocation.json) sayAnswer('next-os', { operation: null });
    else say('There is nothing to prepare.');
    return without;
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const ids = await downloadForOs(session, wanted);
  for (const { name, error } of await session.downloads.settled(ids, stop.signal)) {
    if (error !== null) tell(`note: ${name} is not downloaded: ${textOf(error.message)}`);
  }
  const { request, leftOut } = await requestForOs(session, host, system, named, next, wanted);
  for (const sentence of leftOut) tell(`note: ${textOf(sentence)}`);
  if (request.changes.length === 0) {
    if (invocation.json) sayAnswer('next-os', { operation: null });
    return ERROR_CODES.incompatible.exitCode;
  }
  return (await carryOut(host, request, invocation)) || (leftOut.length > 0 ? ERROR_CODES.partly.exitCode : without);
}

/** Names no version for that OS any more; what is stored stays. */
async function forget(host: Host, system: System, named: Named, invocation: Invocation): Promise<number> {
  const os = needOs(named);
  const mine = system.prepared.filter((one) => isSameOs(one.os, os)).filter(isOf(invocation));
  if (mine.length === 0)
    throw new VeneerError('not-found', messageOf('cli.nothing-is-prepared-for', { os: osTitle(os) }));
  const changes = mine.map(
    ({ class: extensionClass, name }) => ({ verb: 'for-os', class: extensionClass, name, os, image: null }) as const,
  );
  const classes = [...new Set(changes.map((one) => one.class))];
  return carryOut(host, { ...EMPTY_REQUEST, changes, classes, action: 'none' }, invocation);
}

async function carryOut(host: Host, request: PlanRequest, invocation: Invocation): Promise<number> {
  if (!invocation.dryRun) return exitCodeOf(await apply(host, request, invocation));
  const plan = await host.plan(request);
  if (invocation.json) sayAnswer('next-os', plan);
  else say(describePlan(plan));
  return 0;
}
