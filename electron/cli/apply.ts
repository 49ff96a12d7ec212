/** veneer apply: makes this host what a file declares. What is so already stays, so that it can run at every boot. */
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { followChange } from '../../shared/changes/follow-release.ts';
import { requestPin } from '../../shared/changes/pin.ts';
import { switchTo } from '../../shared/changes/switch.ts';
import { type Difference, isInStream } from '../../shared/declared/differences.ts';
import { isSameName } from '../../shared/declared/present.ts';
import { switchesFor } from '../../shared/declared/sets.ts';
import { parseReleaseName, storedVersion } from '../../shared/images/release-name.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Change } from '../../shared/model/change.ts';
import type { DeclaredExtension } from '../../shared/model/declared.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import { isExtensionClass } from '../../shared/systemd/classes.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import { configDirectory } from '../api/paths.ts';
import type { Host } from '../hosts/host.ts';
import type { Session } from '../session/session.ts';
import { createSettings } from '../session/settings.ts';
import { runApplyOn } from './apply-on.ts';
import { carryOutRequest, exitCodeOf } from './change.ts';
import { type Compared, compareWithFile, differencesText } from './declared-file.ts';
import { refuseUnfit, releaseNamed } from './download.ts';
import { fetchOne, followsOf } from './install-named.ts';
import type { Invocation } from './invocation.ts';
import { readRemotes } from './read-remotes.ts';
import { requestOf } from './request.ts';
import { withHost } from './setup.ts';
import { storedVersionsOf } from './stored.ts';
import { printOut, sayAnswer, tellNote } from './terminal.ts';

export function runApply(invocation: Invocation): Promise<number> {
  if (invocation.on !== null) return runApplyOn(invocation, invocation.on);
  return withHost(invocation, async (session, host) => {
    const { json, dryRun } = invocation;
    const compared = await compareWithFile(session, host, invocation.operands[0] ?? '');
    const { differences, unknown } = compared;
    if (!json) for (const one of unknown) tellNote(one);
    if (differences.length === 0 || dryRun) {
      if (json) sayAnswer('apply', { differences, unknown, operations: [] });
      else if (differences.length === 0) printOut(messageOf('change.nothing-to-do'));
      else printOut(differencesText(compared));
      return 0;
    }
    await putRemotes(session, compared);
    const operations: Operation[] = [];
    let exitCode = 0;
    for (const request of await requestsFor(session, host, compared, invocation)) {
      const operation = await carryOutRequest(host, request, invocation);
      operations.push(operation);
      exitCode = exitCodeOf(operation);
      if (exitCode !== 0) break;
    }
    if (json) sayAnswer('apply', { differences, unknown, operations });
    else if (operations.length === 0) printOut(messageOf('change.done'));
    return exitCode;
  });
}

async function putRemotes({ catalog }: Session, { declared, differences }: Compared): Promise<void> {
  const others = differences.filter(({ what }) => what === 'remote').map(({ name }) => name);
  for (const { key = null, ...remote } of declared.remotes)
    if (others.includes(remote.name)) await catalog.remotes.put({ ...remote, key }, false);
  if (others.length > 0) catalog.remotesChanged();
}

/**
 * One request for all; another where something is installed that is to be left out of merges, for it has to be there first,
 * and where both classes are switched at boot, which is one decision each.
 */
async function requestsFor(
  session: Session,
  host: Host,
  compared: Compared,
  invocation: Invocation,
): Promise<readonly PlanRequest[]> {
  const { declared, differences } = compared;
  const images = await imageChanges(session, host, compared, invocation);
  const changes: Change[] = [...images, ...switchesFor(differences), ...pinsFor(compared)];
  const late = declared.extensions
    .filter((one) => !one.enabled && isAmong(differences, 'extension', one))
    .map((one) => switchTo(false, one));
  const boot = differences.filter(({ what }) => what === 'boot');
  const [first, ...more] = boot.flatMap(({ class: extensionClass }) =>
    isExtensionClass(extensionClass) ? [{ class: extensionClass, on: declared.boot[extensionClass] === true }] : [],
  );
  const base = {
    ...EMPTY_REQUEST,
    force: invocation.force,
    startServices: invocation.services,
    stopServices: invocation.services,
    allowMovingAside: invocation.moveAside,
  };
  const bootRefresh = boot.some(({ name }) => name === 'services') ? declared.boot.services === true : null;
  const requestOfChanges = (some: readonly Change[], isLast: boolean): PlanRequest => ({
    ...base,
    changes: [...some],
    classes: [...new Set(some.map((one) => one.class))],
    action: invocation.now && isLast ? 'refresh' : 'none',
  });
  const ofBoot = (atBoot: PlanRequest['atBoot'], refresh: boolean | null): PlanRequest => ({
    ...base,
    classes: [atBoot?.class ?? 'sysext'],
    atBoot,
    bootRefresh: refresh,
  });
  const isBoot = first !== undefined || bootRefresh !== null;
  return [
    ...(changes.length === 0
      ? isBoot
        ? [ofBoot(first ?? null, bootRefresh)]
        : []
      : [{ ...requestOfChanges(changes, late.length === 0), atBoot: first ?? null, bootRefresh }]),
    ...(late.length === 0 ? [] : [requestOfChanges(late, true)]),
    ...more.map((one) => ofBoot(one, null)),
  ];
}

const isAmong = (
  differences: readonly Difference[],
  what: Difference['what'],
  one: { readonly class: string; readonly name: string },
) => differences.some((other) => other.what === what && other.class === one.class && other.name === one.name);

const pinsFor = ({ declared, differences }: Compared): Change[] =>
  declared.pins
    .filter((one) => isAmong(differences, 'pinned', one))
    .map((one) => requestPin(one, one.version ?? null, one.held));

/** What is installed, or made current that is stored already. */
async function imageChanges(
  session: Session,
  host: Host,
  { declared, differences }: Compared,
  invocation: Invocation,
): Promise<readonly Change[]> {
  const wanted = declared.extensions.filter((one) =>
    (['extension', 'version', 'content'] as const).some((what) => isAmong(differences, what, one)),
  );
  const changes: Change[] = [];
  let isRead = false;
  for (const one of wanted) {
    const stored = storedVersionsOf(await host.read(), one.class, one.name);
    if (one.version !== undefined && stored.includes(one.version) && !isAmong(differences, 'content', one)) {
      changes.push(await host.changeBack(one.class, one.name, one.version));
      continue;
    }
    if (!isRead && (one.source === undefined || one.from !== undefined)) {
      await readRemotesFor(session, host, one);
      isRead = true;
    }
    const { release, isListed } = await releaseFor(session, host, one);
    await refuseUnfit(session, host, release, invocation.force);
    const path = await fetchOne(session, release, invocation.json);
    const as = isListed ? {} : { name: one.name, versionAs: one.version ?? null };
    const asked = { ...invocation, name: null, versionAs: null, keep: null, ...as, class: one.class };
    const { changes: mine } = await requestOf(asked, 'install', [path], host);
    changes.push(...mine);
    if (isListed) changes.push(...(await followed(session, host, one, mine, release, invocation)));
  }
  return changes;
}

/** As `install NAME` does it, and within the stream where one is declared. */
async function followed(
  session: Session,
  host: Host,
  { stream }: DeclaredExtension,
  mine: readonly Change[],
  release: Release,
  invocation: Invocation,
): Promise<readonly Change[]> {
  if (stream === undefined) return followsOf(session, host, mine, { fetched: [{ path: '', release }], invocation });
  const remote = session.catalog.remotes.list().find(({ name }) => name === release.remote);
  if (remote === undefined) return [];
  const { keep } = createSettings(configDirectory()).get();
  const change = followChange(release, remote, keep, host.release().rules.version, stream);
  return change === null ? [] : [change];
}

/** The file that is declared, as a release of nobody's list: its checksum is the word of whoever wrote the file. */
function sourceRelease({ class: extensionClass, name, version, from, source }: DeclaredExtension): Release | null {
  if (source === undefined) return null;
  const at = source.url.lastIndexOf('/') + 1;
  const path = source.url.slice(at);
  const named = parseReleaseName(path);
  return {
    remote: from ?? 'declared',
    class: extensionClass,
    name,
    version: version ?? named?.version ?? '',
    osVersion: null,
    isOsVersionSure: true,
    architecture: named?.architecture ?? null,
    packing: named?.packing ?? null,
    folder: source.url.slice(0, at),
    path,
    sha256: source.sha256,
    pattern: null,
    manifest: null,
    signedBy: null,
    oci: null,
  };
}

/** @throws {VeneerError} where no remote is on, unless the file itself is declared as well */
async function readRemotesFor(session: Session, host: Host, { source }: DeclaredExtension): Promise<void> {
  try {
    await readRemotes(session, host);
  } catch (error) {
    if (source === undefined || !(error instanceof VeneerError)) throw error;
  }
}

/**
 * What a remote lists, which is kept current from there; else the file that is declared.
 *
 * @throws {VeneerError} `not-found`
 */
async function releaseFor(
  session: Session,
  host: Host,
  one: DeclaredExtension,
): Promise<{ readonly release: Release; readonly isListed: boolean }> {
  const declared = sourceRelease(one);
  if (declared !== null && one.from === undefined) return { release: declared, isListed: false };
  try {
    const release = await listedRelease(session, host, one);
    if (declared === null || declared.sha256 === release.sha256) return { release, isListed: true };
  } catch (error) {
    if (declared === null || !(error instanceof VeneerError)) throw error;
  }
  return { release: declared, isListed: false };
}

async function listedRelease(session: Session, host: Host, one: DeclaredExtension): Promise<Release> {
  const { name, version, stream, from: remote = null } = one;
  const only = { remote, class: one.class };
  if (stream === undefined)
    return releaseNamed(session, host, version === undefined ? name : `${name}=${version}`, only);
  const [best] = session.catalog
    .all()
    .filter((other) => isSameName(one, other) && (remote === null || other.remote === remote))
    .filter((other) => isInStream(storedVersion(other), stream))
    .filter(({ architecture }) => architecture === null || architecture === host.release().architecture)
    .sort((a, b) => compareVersions(b.version, a.version));
  if (best !== undefined) return best;
  throw new VeneerError('not-found', messageOf('cli.no-remote-that-is-on-has', { name: `${name} ${stream}` }), {
    nextStep: messageOf('cli.see-what-there-is-with-search'),
  });
}
