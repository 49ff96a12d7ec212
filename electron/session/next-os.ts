/** What becomes of the installed extensions once another OS runs on this host, and what is published that fits it. */

import { forOsInstance, isSameOs, type OsIdentity, osIdentity, osTitle } from '../../shared/images/for-os.ts';
import { storedVersion } from '../../shared/images/release-name.ts';
import { joinTexts, messageOf } from '../../shared/messages/message.ts';
import { byName } from '../../shared/model/by-name.ts';
import type { Prediction, Release } from '../../shared/model/catalog.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { NextOs, NextOsRow } from '../../shared/model/next-os.ts';
import type { WhatIf, WhatIfRequest } from '../../shared/model/what-if.ts';
import { rulesFor } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import type { System } from '../extensions/system.ts';
import { namesInOther, nextOf, readOtherOses } from '../host/other-os.ts';
import { onRelease, predictOn } from '../hosts/what-if.ts';
import { whyNotForOs } from '../operations/for-os.ts';
import { currentVersion } from '../operations/versions.ts';
import { newestFirst } from '../remotes/releases-by-extension.ts';
import { ruledOut } from '../remotes/ruled-out.ts';
import { isFrom, type Origin, originFromRecord } from '../updates/origins.ts';
import type { Session } from './session.ts';

/** The os-release of another OS, and where it was found. */
export interface Named {
  readonly from: NextOs['from'];
  readonly fields: ReadonlyMap<string, string>;
  /** null where that OS does not tell. */
  readonly systemdVersion: number | null;
  /** Its tree where it is deployed with an /etc of its own already; one that is staged gets that of the OS that runs. */
  readonly deployed: string | null;
}

/** The OS that is staged or deployed beside the one that runs; null where none is known. */
export function findNextOs(system: System): Named | null {
  const { facts, release } = system;
  const others = readOtherOses(facts.root, release.rules.version);
  const next = nextOf(others);
  if (next === null) return null;
  const from = next.kind === 'staged' ? 'staged' : 'newer';
  const deployed = next.kind === 'staged' ? null : next.path;
  return { from, fields: next.release.fields, systemdVersion: next.systemdVersion, deployed };
}

/** The same with nothing but ID and VERSION_ID known; what the host is like, the next release of its OS is like too. */
export function namedOs({ release }: System, { id, version }: OsIdentity): Named {
  const like = release.fields.get('ID') === id ? release.fields.get('ID_LIKE') : undefined;
  const fields = new Map([['ID', id]]);
  if (version !== null) fields.set('VERSION_ID', version);
  if (like !== undefined) fields.set('ID_LIKE', like);
  return { from: 'named', fields, systemdVersion: null, deployed: null };
}

/** A release that a person chose: what is staged or deployed here where it is that one, for that is known better. */
export function chosenOs(system: System, chosen: WhatIfRequest): Named {
  const { fields, rules } = onRelease(system, chosen);
  const found = findNextOs(system);
  if (found !== null && isSameOs(osIdentity(found.fields), osIdentity(fields))) return found;
  return {
    from: 'named',
    fields,
    systemdVersion: chosen.systemdVersion === null ? null : rules.version,
    deployed: null,
  };
}

/** @throws {VeneerError} `unsupported` for an OS that does not tell its release */
export function needOs({ fields }: Named): OsIdentity {
  const os = osIdentity(fields);
  if (os !== null) return os;
  throw new VeneerError('unsupported', messageOf('core.that-os-does-not-tell-its'), {
    nextStep: messageOf('core.look-at-id-and-version-id'),
  });
}

/** What extensions are judged against on that OS. */
export function releaseOf({ release }: System, { fields, systemdVersion }: Named): HostRelease {
  const rules = systemdVersion === null ? release.rules : rulesFor(systemdVersion);
  return { ...release, fields, rules, problem: null };
}

/**
 * How each installed extension would fare. Servers are asked for what is published, not for what stays.
 *
 * @param from the remote that a person named, wherever the installed versions came from
 * @throws {VeneerError} `unsupported` for an OS that does not tell its release
 */
export async function predictNextOs(
  session: Session,
  system: System,
  named: Named,
  from: string | null,
  signal: AbortSignal | null,
): Promise<NextOs> {
  const os = needOs(named);
  const host = releaseOf(system, named);
  const rows = predictOn(system, host).map(async (one): Promise<NextOsRow> => {
    const noUnit = whyNoUnit(system, named, os, one);
    const row = asItIs(system, os, one, noUnit === null);
    if (row.state !== 'lost') return row;
    return publishedRow(session, system, host, row, from, whyNotForOs(system, row) ?? noUnit, signal);
  });
  return {
    os,
    title: named.fields.get('PRETTY_NAME') || osTitle(os),
    from: named.from,
    systemdVersion: named.systemdVersion,
    isSame: isSameOs(os, osIdentity(system.release.fields)),
    rows: (await Promise.all(rows)).sort(byName),
  };
}

const STATES = {
  stays: 'stays',
  'comes-in': 'stays',
  'drops-out': 'lost',
  'stays-out': 'out',
  unknown: 'unknown',
} as const satisfies Readonly<Record<WhatIf['outcome'], NextOsRow['state']>>;

const WANTS = '/etc/systemd/system/sysinit.target.wants';

/** A deployment that is there has its own /etc, which nobody changes any more: without the unit nothing is made current there. */
function whyNoUnit(
  { facts }: System,
  { deployed }: Named,
  os: OsIdentity,
  { class: extensionClass, name }: Pick<WhatIf, 'class' | 'name'>,
): VeneerError | null {
  if (deployed === null) return null;
  if (namesInOther(facts.root, deployed, WANTS).includes(forOsInstance(extensionClass, name))) return null;
  return new VeneerError('unsupported', messageOf('core.is-deployed-already', { os: osTitle(os), name }));
}

/** What is so without asking anybody. */
function asItIs(system: System, os: OsIdentity, one: WhatIf, hasUnit: boolean): NextOsRow {
  const { class: extensionClass, name, verdict, outcome } = one;
  const version = currentVersion(system, extensionClass, name)?.stored.version ?? entryOf(system, one)?.version ?? null;
  const prepared = system.prepared.find(
    (entry) => entry.class === extensionClass && entry.name === name && isSameOs(entry.os, os),
  );
  const row = { class: extensionClass, name, version, nextVersion: null, release: null, message: verdict.message };
  if (prepared === undefined || !hasUnit || prepared.version === version) return { ...row, state: STATES[outcome] };
  return { ...row, state: 'prepared', nextVersion: prepared.version };
}

/** Of what does not stay: what a remote has instead. */
async function publishedRow(
  session: Session,
  system: System,
  host: HostRelease,
  row: NextOsRow,
  from: string | null,
  why: VeneerError | null,
  signal: AbortSignal | null,
): Promise<NextOsRow> {
  const origin = originOf(session, system, row);
  const mine = session.catalog.all().filter((one) => one.class === row.class && one.name === row.name);
  const isWanted = (one: Release) => (from === null ? isFrom(one, origin) : one.remote === from);
  const own = await fittingRelease(session, mine.filter(isWanted), host, signal);
  if (own !== null && why !== null) {
    return { ...row, nextVersion: storedVersion(own), message: joinTexts([row.message, why.message], ' ') };
  }
  if (own !== null) return { ...row, state: 'offered', nextVersion: storedVersion(own), release: own };
  const others = from === null ? mine.filter((one) => !isFrom(one, origin)) : [];
  const other = await fittingRelease(session, others, host, signal);
  if (other === null) return row;
  return { ...row, state: 'elsewhere', nextVersion: storedVersion(other), release: other };
}

/** Images whose names rule nothing out are looked into, newest first, and no more of them. */
const MOST_LOOKS = 4;

async function fittingRelease(
  { catalog }: Session,
  releases: readonly Release[],
  host: HostRelease,
  signal: AbortSignal | null,
): Promise<Release | null> {
  const may = releases.filter((one) => ruledOut(one, host) === null).sort(newestFirst);
  for (const one of may.slice(0, MOST_LOOKS)) {
    const [prediction]: (Prediction | undefined)[] = await catalog.predict([one], host, signal);
    if (prediction?.verdict.compatible === true) return one;
  }
  return null;
}

/** Where the current version came from; null for a file. */
function originOf({ origins }: Session, system: System, row: NextOsRow): Origin | null {
  const current = currentVersion(system, row.class, row.name);
  const entry = entryOf(system, row);
  const size = entry?.size ?? null;
  if (current === null || entry === undefined || size === null) return null;
  const kept = system.origins.get(entry.id);
  if (kept !== undefined) return originFromRecord(kept);
  const { class: extensionClass, name } = row;
  return origins.of({ root: system.facts.root, class: extensionClass, name, ...current.stored, size });
}

const entryOf = ({ extensions }: System, { class: extensionClass, name }: Pick<NextOsRow, 'class' | 'name'>) =>
  extensions.find((one): one is Extension => one.class === extensionClass && one.name === name && one.listed);
