/** What the name of an image rules out. It can do no more, for what systemd compares stands inside. */

import { messageOf } from '../../shared/messages/message.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Verdict } from '../../shared/model/verdict.ts';
import { type HostRelease, makeVerdict } from '../../shared/systemd/compatibility.ts';

/** @returns null where it rules out nothing */
export function ruledOut(
  { architecture, osVersion, isOsVersionSure }: Pick<Release, 'architecture' | 'osVersion' | 'isOsVersionSure'>,
  host: HostRelease,
): Verdict | null {
  if (architecture !== null && architecture !== host.architecture) {
    return makeVerdict(
      false,
      'architecture',
      messageOf('remote.by-its-name-it-was-built', { wanted: architecture, host: host.architecture }),
    );
  }
  const hostVersion = host.fields.get('VERSION_ID') ?? '';
  if (osVersion !== null && isOsVersionSure && hostVersion !== '' && osVersion !== hostVersion) {
    const id = host.fields.get('ID') ?? '';
    return makeVerdict(
      false,
      'version',
      messageOf('remote.by-its-name-it-was-built-for', { wanted: osVersion, host: `${id} ${hostVersion}` }),
    );
  }
  return null;
}
