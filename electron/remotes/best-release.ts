/** Which release of an extension is shown for a host. */

import type { Prediction, Release } from '../../shared/model/catalog.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { ruledOut } from './ruled-out.ts';

/** Releases of an extension that are looked into at most for one that fits: servers are other people's. */
const MOST_LOOKS = 4;

/** What another version of the same extension may have otherwise. */
const OF_A_VERSION: ReadonlySet<string> = new Set(['level', 'version', 'version-missing']);

export interface BestRelease {
  readonly release: Release;
  /** What is known of it; null where it was not looked into. */
  readonly prediction: Prediction | null;
}

/**
 * The newest one that is not known to be for another release of the OS; an older build is of more use than a newer one that drops
 * out. Where none is left, or many were looked into, the newest that its name does not rule out; where all are ruled out, the one
 * whose reason says most: of this architecture, and for the release of the OS that is nearest to the host's.
 *
 * @param releases newest first
 * @param known what is known of a release without asking for it; null where it was not looked into
 */
export function bestRelease(
  releases: readonly Release[],
  host: HostRelease,
  known: (release: Release) => Prediction | null,
): BestRelease | undefined {
  let left = releases.filter((one) => ruledOut(one, host) === null);
  let newest: BestRelease | undefined;
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const release = likeliest(left, host);
    if (release === undefined) break;
    const best = { release, prediction: known(release) };
    newest ??= best;
    const verdict = best.prediction?.verdict;
    if (verdict?.compatible !== false) return best;
    if (!OF_A_VERSION.has(verdict.code)) break;
    left = left.filter((other) => other !== release);
  }
  if (newest !== undefined) return newest;
  const release = nearestRelease(releases, host);
  return release && { release, prediction: known(release) };
}

function likeliest(releases: readonly Release[], host: HostRelease): Release | undefined {
  const hostVersion = host.fields.get('VERSION_ID') ?? '';
  // What only looks like the release of an OS tells at least which of two is the better guess.
  const isLikely = ({ osVersion, isOsVersionSure }: Release) => isOsVersionSure || osVersion === hostVersion;
  return releases.find(isLikely) ?? releases[0];
}

function nearestRelease(releases: readonly Release[], host: HostRelease): Release | undefined {
  const mine = releases.filter(({ architecture }) => architecture === null || architecture === host.architecture);
  const hostVersion = Number.parseFloat(host.fields.get('VERSION_ID') ?? '');
  const distance = ({ osVersion }: Release) => Math.abs(Number.parseFloat(osVersion ?? '') - hostVersion);
  let found: Release | undefined;
  for (const one of mine) if (found === undefined || distance(one) < distance(found)) found = one;
  return found ?? releases[0];
}
