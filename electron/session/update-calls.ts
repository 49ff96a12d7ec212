/** What a door asks of the updates, on the host that it shows. */

import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { isInstall, requestInstall } from '../../shared/changes/install.ts';
import { takenFrom, updateKey } from '../../shared/changes/updatable.ts';
import { requestUpdate } from '../../shared/changes/update.ts';
import { versionByHash } from '../../shared/images/hash-version.ts';
import { otherVersionsGo } from '../../shared/images/other-version.ts';
import { imageNameOf, isSameRelease, listedAs, storedVersion } from '../../shared/images/release-name.ts';
import { foreignText, messageOf } from '../../shared/messages/message.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Download } from '../../shared/model/download.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { FileChanges } from '../../shared/model/file-changes.ts';
import type { SiftedUpdates, UpdateItem, UpdateState } from '../../shared/model/update.ts';
import type { System } from '../extensions/system.ts';
import type { Host } from '../hosts/host.ts';
import type { JobHandle } from '../jobs/order.ts';
import { siftMisfits } from '../operations/misfits.ts';
import type { CachePolicy } from '../remotes/metadata.ts';
import { componentsIn } from '../updates/components.ts';
import { installedAs } from '../updates/layout.ts';
import type { Log } from './log.ts';
import type { Session } from './session.ts';

export async function checkUpdates(
  host: Host,
  cachePolicy: CachePolicy,
  signal: AbortSignal | null,
): Promise<UpdateState> {
  const lookForUpdates = async (stop: AbortSignal | null) =>
    host.updates.check(host.target, await host.read(), cachePolicy, stop);
  if (cachePolicy === 'cache-only') return lookForUpdates(signal);
  const runCheck = ({ signal: stop }: JobHandle) => lookForUpdates(stop);
  // Who asks while the servers are asked already waits for the same answer.
  const key = `check ${host.id}`;
  return host.jobs.join({ kind: 'check', host: host.id, title: foreignText(''), key, run: runCheck }, signal);
}

/** What is known to be new; the first who asks has it looked for on disk. */
export function watchUpdates(host: Host, log: Log, signal: AbortSignal | undefined): AsyncGenerator<UpdateState> {
  if (host.updates.state().revision === 0) {
    checkUpdates(host, 'cache-only', null).catch((error: unknown) => log.error('updates', error));
  }
  return host.updates.watch(signal);
}

/** @param from the remote that a person named; null for where each came from */
function needItems({ updates }: Host, keys: readonly string[], from: string | null): UpdateItem[] {
  const { items } = updates.state();
  return keys.map((key) => {
    const found = items.find((one) => updateKey(one) === key);
    const item = found === undefined || from === null ? found : takenFrom(found, from);
    if (item?.newest != null) return item;
    throw new VeneerError(
      'not-found',
      messageOf('core.there-is-no-update-of-any', { name: key.slice(key.indexOf('/') + 1) }),
      {
        nextStep: messageOf('core.look-for-updates-again'),
      },
    );
  });
}

/** Starts the downloads that the updates need. @returns their ids; none for those that systemd-sysupdate installs */
export async function downloadUpdates(
  { downloads }: Session,
  host: Host,
  keys: readonly string[],
  from: string | null = null,
): Promise<readonly string[]> {
  return downloads.add(needItems(host, keys, from).flatMap(({ release }) => release ?? []));
}

/**
 * What having an update would change of the files of what is installed.
 *
 * @param version of those that are stored; null for the newest one, which has to be downloaded
 * @returns null where the image is not here, or nothing is installed to compare it with
 * @throws {VeneerError} `not-found` for a version that is not stored
 */
export async function updateFileChanges(
  { downloads }: Session,
  host: Host,
  key: string,
  version: string | null,
  signal: AbortSignal | null,
): Promise<FileChanges | null> {
  const item = host.updates.state().items.find((one) => updateKey(one) === key);
  if (item === undefined) return null;
  if (version !== null) {
    const change = await host.changeBack(item.class, item.name, version);
    return isInstall(change) ? host.fileChanges(item, change, signal) : null;
  }
  const known = downloads.list();
  // What systemd-sysupdate has is here only once it is installed.
  if (item.way !== 'download' || known.find((one) => isOf(one, item))?.path == null) return null;
  const change = changeOf(await host.read(), known, item, 0);
  return isInstall(change) ? host.fileChanges(item, change, signal) : null;
}

export interface UpdateWishes {
  /** How many older versions stay. */
  readonly keep: number;
  /** The remote that a person named; null for where each came from. */
  readonly from?: string | null;
  /** Takes what does not fit as well. */
  readonly force?: boolean;
}

/**
 * The request that installs updates, all with one authorization, and what of them does not fit now that it can be looked
 * at.
 *
 * @throws {VeneerError} `not-found` for one that is gone, or whose download is not whole
 */
export async function updateRequest(
  { downloads }: Session,
  host: Host,
  keys: readonly string[],
  { keep, from = null, force = false }: UpdateWishes,
): Promise<SiftedUpdates> {
  const system = await host.read();
  const known = downloads.list();
  const changes = needItems(host, keys, from).map((item) => changeOf(system, known, item, keep));
  // An install may do what an update may, and so is asked for first.
  changes.sort((a, b) => Number(isInstall(b)) - Number(isInstall(a)));
  const request = { ...EMPTY_REQUEST, changes, force, classes: classesOf(changes), action: 'auto' } as const;
  const sifted = await siftMisfits(host.reader, host.target, system, request);
  // What does not come takes nothing away.
  const all = sifted.request.changes.flatMap((change) =>
    isInstall(change) ? [change, ...otherVersionsGo(change, system.extensions)] : [change],
  );
  return { ...sifted, request: { ...sifted.request, changes: all, classes: classesOf(all) } };
}

const classesOf = (changes: readonly Change[]) => [...new Set(changes.map((one) => one.class))];

function changeOf(system: System, downloads: readonly Download[], item: UpdateItem, keep: number): Change {
  const { class: extensionClass, name, component, newest, release } = item;
  if (item.way === 'sysupdate' && component !== null) {
    return requestUpdate(item, component, newest);
  }
  const download = downloads.find((one) => isOf(one, item));
  if (download?.path == null || release === null) {
    throw new VeneerError('not-found', messageOf('core.update-of-is-not-downloaded', { name }), {
      nextStep: messageOf('core.download-it-first'),
    });
  }
  const { path: source, sha256 } = download;
  const followed = componentsIn(system.definitions).find(
    (one) => one.component === component && one.name === name && one.class === extensionClass,
  );
  const transfer = followed?.transfer ?? null;
  const as =
    followed === undefined || transfer === null
      ? { version: storedVersion(release) || versionByHash(sha256 ?? ''), architecture: release.architecture }
      : installedAs(followed, transfer, release.version, system);
  if (as === null) throw new VeneerError('unsupported', messageOf('core.is-kept-in-layout-that-veneer', { name }));
  const most = transfer?.target.instancesMax ?? null;
  const named = { class: extensionClass, name: nameOfBuild(item, release) };
  return requestInstall(named, { source, sha256, ...as, place: 'kept', keep: most === null ? keep : most - 1 });
}

/** One that is called after its build comes under the name of the new build, which the file has (see `listedAs`). */
function nameOfBuild({ name }: UpdateItem, release: Release): string {
  return listedAs(name) === null ? name : imageNameOf(release).replace(/(?:\.(?:sysext|confext))?\.raw$/, '');
}

function isOf({ status, release }: Download, item: UpdateItem): boolean {
  return status === 'ready' && item.release !== null && isSameRelease(release, item.release);
}
