/** What a door asks of the next OS, on the host that it shows. */

import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { nameForOs } from '../../shared/changes/for-os.ts';
import { buildForOs } from '../../shared/diagnosis/updates/build-for-os.ts';
import { osTitle } from '../../shared/images/for-os.ts';
import { versionByHash } from '../../shared/images/hash-version.ts';
import { isSameRelease, storedVersion } from '../../shared/images/release-name.ts';
import { isImageVersion } from '../../shared/images/store.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { NextOs, NextOsPreparation, NextOsRow } from '../../shared/model/next-os.ts';
import type { WhatIfRequest } from '../../shared/model/what-if.ts';
import type { System } from '../extensions/system.ts';
import { mergeFor } from '../extensions/target.ts';
import type { Host } from '../hosts/host.ts';
import { versionsOf } from '../operations/versions.ts';
import { chosenOs, type Named, predictNextOs, releaseOf } from './next-os.ts';
import type { Session } from './session.ts';

/**
 * How the extensions fare on a release that a person chose, with the builds that are published for it.
 *
 * @param ask whether the servers are asked what is new, or what is known of them is taken
 */
export async function buildsFor(
  session: Session,
  host: Host,
  chosen: WhatIfRequest,
  ask: boolean,
  signal: AbortSignal | null,
): Promise<NextOs> {
  const system = await host.read();
  await session.catalog.refresh(ask ? 'revalidate' : 'cache-only', null, system.release, signal);
  return predictNextOs(session, system, chosenOs(system, chosen), null, signal);
}

/** Starts the downloads of what is published. @returns their ids */
export const downloadForOs = ({ downloads }: Session, rows: readonly NextOsRow[]): Promise<readonly string[]> =>
  downloads.add(rows.flatMap(({ release }) => release ?? []));

/** Downloads what is published for that OS where each came from, and gives the request that names it. */
export async function prepareNextOs(
  session: Session,
  host: Host,
  chosen: WhatIfRequest,
  signal: AbortSignal,
): Promise<NextOsPreparation> {
  const system = await host.read();
  const named = chosenOs(system, chosen);
  await session.catalog.refresh('revalidate', null, system.release, signal);
  const next = await predictNextOs(session, system, named, null, signal);
  const wanted = next.rows.filter(({ state }) => state === 'offered');
  await session.downloads.settled(await downloadForOs(session, wanted), signal);
  return requestForOs(session, host, system, named, next, wanted);
}

/** Looks into each image now that it is there: what does not fit that OS is not prepared. */
export async function requestForOs(
  { downloads }: Session,
  host: Host,
  system: System,
  named: Named,
  { os, isSame }: Pick<NextOs, 'os' | 'isSame'>,
  rows: readonly NextOsRow[],
): Promise<NextOsPreparation> {
  if (isSame) {
    throw new VeneerError('invalid-input', messageOf('common.is-os-that-runs', { os: osTitle(os) }), {
      nextStep: messageOf('core.everything-stays-as-it-is'),
    });
  }
  const other = releaseOf(system, named);
  const changes: Change[] = [];
  const leftOut: Diagnosis[] = [];
  for (const row of rows) {
    const { class: extensionClass, name, release } = row;
    const about = { class: extensionClass, name, os, version: release === null ? '' : storedVersion(release) };
    const download = downloads
      .list()
      .find((one) => one.status === 'ready' && release !== null && isSameRelease(one.release, release));
    if (release === null || download?.path == null || download.sha256 === null) {
      leftOut.push(...buildForOs.find({ ...about, isDownloaded: false, unfit: null }));
      continue;
    }
    const merge = { ...mergeFor(system, extensionClass), host: other };
    const { verdict } = await host.reader.inspect(download.path, extensionClass, merge, name);
    if (verdict.compatible === false) {
      leftOut.push(...buildForOs.find({ ...about, isDownloaded: true, unfit: verdict.message }));
      continue;
    }
    const version = freeVersion(system, row, storedVersion(release) || versionByHash(download.sha256), os.version);
    const { path: source, sha256 } = download;
    const image = { source, sha256, version, architecture: release.architecture, place: 'kept', keep: null } as const;
    changes.push(nameForOs(row, os, image));
  }
  const classes = [...new Set(changes.map((one) => one.class))];
  return { request: { ...EMPTY_REQUEST, changes, classes, action: 'none' }, leftOut };
}

/** Of one version there may be a build for each release of the OS, with no word of it in the name. */
function freeVersion(
  system: System,
  { class: extensionClass, name }: NextOsRow,
  version: string,
  osVersion: string | null,
): string {
  const stored = versionsOf(system, extensionClass, name).map((one) => one.version);
  const apart = `${version}-${osVersion ?? 'next'}`;
  return stored.includes(version) && isImageVersion(apart) ? apart : version;
}
