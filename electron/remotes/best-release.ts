/** Which release of an extension is shown for a host. */

import type { Release } from '../../shared/model/catalog.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { ruledOut } from './ruled-out.ts';

/**
 * The newest one that its name does not rule out; where all are ruled out, the one whose reason says most: of this
 * architecture, and for the release of the OS that is nearest to the host's.
 *
 * @param releases newest first
 */
export function bestRelease(releases: readonly Release[], host: HostRelease): Release | undefined {
  const mayFit = releases.filter((one) => ruledOut(one, host) === null);
  const hostVersion = host.fields.get('VERSION_ID') ?? '';
  // What only looks like the release of an OS tells at least which of two is the better guess.
  const isLikely = ({ osVersion, isOsVersionSure }: Release) => isOsVersionSure || osVersion === hostVersion;
  return mayFit.find(isLikely) ?? mayFit[0] ?? nearestRelease(releases, host);
}

function nearestRelease(releases: readonly Release[], host: HostRelease): Release | undefined {
  const mine = releases.filter(({ architecture }) => architecture === null || architecture === host.architecture);
  const hostVersion = Number.parseFloat(host.fields.get('VERSION_ID') ?? '');
  const distance = ({ osVersion }: Release) => Math.abs(Number.parseFloat(osVersion ?? '') - hostVersion);
  let found: Release | undefined;
  for (const one of mine) if (found === undefined || distance(one) < distance(found)) found = one;
  return found ?? releases[0];
}
