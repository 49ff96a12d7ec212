/** What the name of an image rules out. It can do no more, for what systemd compares stands inside. */

import type { Release } from '../../shared/model/catalog.ts';
import type { Verdict } from '../../shared/model/verdict.ts';
import { type HostRelease, verdict } from '../../shared/systemd/compatibility.ts';

/** @returns null where it rules out nothing */
export function ruledOut(
  { architecture, osVersion, isOsVersionSure }: Pick<Release, 'architecture' | 'osVersion' | 'isOsVersionSure'>,
  host: HostRelease,
): Verdict | null {
  if (architecture !== null && architecture !== host.architecture) {
    return verdict(
      false,
      'architecture',
      `By its name it was built for ${architecture}, this host is ${host.architecture}.`,
    );
  }
  const hostVersion = host.fields.get('VERSION_ID') ?? '';
  if (osVersion !== null && isOsVersionSure && hostVersion !== '' && osVersion !== hostVersion) {
    const id = host.fields.get('ID') ?? '';
    return verdict(
      false,
      'version',
      `By its name it was built for release ${osVersion}, this host is ${id} ${hostVersion}.`,
    );
  }
  return null;
}
