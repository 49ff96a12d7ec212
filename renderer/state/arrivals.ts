/** What came in to be installed, and what its installation asks for. */
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { followChange } from '../../shared/changes/follow-release.ts';
import { requestInstall } from '../../shared/changes/install.ts';
import { otherVersionsGo } from '../../shared/images/other-version.ts';
import type { Release, Remote } from '../../shared/model/catalog.ts';
import type { Change } from '../../shared/model/change.ts';
import type { InstallImage } from '../../shared/model/change-parts.ts';
import type { ErrorReport } from '../../shared/model/errors.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Examined, InspectedImage } from '../../shared/model/inspected-image.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import { streamsOf } from '../../shared/remotes/stream.ts';

export type Place = InstallImage['place'];

/** A file or folder that somebody wants to install. */
export interface Arrival {
  readonly key: number;
  /** Its name, as the person knows it. */
  readonly label: string;
  readonly status: 'waiting' | 'sending' | 'looking' | 'ready' | 'failed';
  /** The part that is sent, 0 to 1. */
  readonly sent: number;
  readonly examined: Examined | null;
  readonly problem: ErrorReport | null;
  /** The release that it was downloaded as; null for a file of the person's own. */
  readonly release: Release | null;
  /** Whether the Build view made it. */
  readonly isBuilt: boolean;
}

/** Whether it is an image at all. */
export const isImage = ({ verdict }: InspectedImage): boolean =>
  verdict.code !== 'not-an-image' && verdict.code !== 'image-broken';

/** Whether it may be put in place: one that does not fit may wait for later, one that stops every merge may not. */
const isHarmless = (inspected: InspectedImage): boolean => isImage(inspected) && inspected.blocksMergeBecause === null;

const sameName = (a: InspectedImage, b: InspectedImage) => a.class === b.class && a.name === b.name;

/** The inspected images that can be installed: harmless images, the first of each name. */
export function installableOf(arrivals: readonly Arrival[]): InspectedImage[] {
  const images = arrivals.flatMap(({ examined }) =>
    examined !== null && isHarmless(examined.inspected) ? [examined.inspected] : [],
  );
  return images.filter((one, at) => images.findIndex((other) => sameName(one, other)) === at);
}

/** Whether an earlier file of the sheet is of the same name, so that this one cannot be current as well. */
export function isRepeated(arrivals: readonly Arrival[], { examined }: Arrival): boolean {
  return examined !== null && isHarmless(examined.inspected) && !installableOf(arrivals).includes(examined.inspected);
}

/**
 * What installing them asks for. `merge` also takes them in at once.
 *
 * @param keep how many older versions stay
 * @param extensions what is there now
 */
export function installRequest(
  inspectedImages: readonly InspectedImage[],
  place: Place,
  merge: boolean,
  keep: number,
  extensions: readonly Extension[],
): PlanRequest {
  const changes = inspectedImages.flatMap((inspected): Change[] => {
    const { path, sha256, version, architecture } = inspected;
    const image = { source: path, sha256, version, architecture, place, keep };
    return [requestInstall(inspected, image), ...otherVersionsGo(inspected, extensions)];
  });
  const classes = [...new Set(changes.map((one) => one.class))];
  return { ...EMPTY_REQUEST, changes, classes, action: merge ? 'refresh' : 'none' };
}

/**
 * The changes by which what is installed is kept current from where it came.
 *
 * @param remotes those that are known
 * @param systemdVersion whose systemd-sysupdate is to follow it
 * @param stream the versions that are followed alone; null for all
 */
export function followChanges(
  arrivals: readonly Arrival[],
  remotes: readonly Pick<Remote, 'name' | 'trust'>[],
  keep: number,
  systemdVersion: number,
  stream: string | null = null,
): Change[] {
  const inspectedImages = installableOf(arrivals);
  return arrivals.flatMap(({ examined, release }) => {
    const inspected = examined?.inspected;
    const remote = remotes.find(({ name }) => name === release?.remote);
    if (inspected === undefined || release === null || remote === undefined) return [];
    // Under another name than its list has, systemd-sysupdate would not find it.
    if (!inspectedImages.includes(inspected) || inspected.name !== release.name) return [];
    return followChange(release, remote, keep, systemdVersion, stream) ?? [];
  });
}

/** The streams of what is to be installed, where it is one thing that a transfer file can follow by a stream. */
export function streamChoices(
  arrivals: readonly Arrival[],
  remotes: readonly Pick<Remote, 'name' | 'trust'>[],
  keep: number,
  systemdVersion: number,
): string[] {
  const [only, ...more] = arrivals;
  if (only?.release == null || more.length > 0) return [];
  return streamsOf(only.release.version).filter(
    (stream) => followChanges(arrivals, remotes, keep, systemdVersion, stream).length > 0,
  );
}
