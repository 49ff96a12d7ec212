/** What is worth knowing of the whole fleet, extension by extension. */
import { keyOf } from '../../../shared/fleet/differ.ts';
import type { Fleet, FleetExtension, FleetHost } from '../../../shared/model/fleet.ts';
import { type FleetIndex, hasRows } from './matrix.ts';

export interface Remark {
  readonly what: 'stops-merge' | 'does-not-fit' | 'disabled' | 'other-version' | 'absent';
  readonly extension: FleetExtension;
  /** Where it is so; one at least. */
  readonly hosts: readonly FleetHost[];
}

const WHATS: readonly Remark['what'][] = ['stops-merge', 'does-not-fit', 'disabled', 'other-version', 'absent'];

/**
 * The worst first, and of those what is so on most hosts. What is disabled where it is compared with is meant to be; which
 * versions there are, and what is missing, is only to be told beside another host.
 */
export function remarksOf(fleet: Fleet, index: FleetIndex, reference: FleetHost | null): Remark[] {
  const read = fleet.hosts.filter(hasRows);
  const remarks = fleet.extensions.flatMap((extension) => {
    const rowOn = (host: FleetHost) => index.get(host.id)?.get(keyOf(extension));
    const own = reference === null ? undefined : rowOn(reference);
    const isSo: Readonly<Record<Remark['what'], (host: FleetHost) => boolean>> = {
      'stops-merge': (host) => rowOn(host)?.state === 'broken',
      'does-not-fit': (host) => rowOn(host)?.state === 'blocked',
      disabled: (host) => rowOn(host)?.state === 'masked' && own?.state !== 'masked',
      'other-version': (host) => {
        const row = rowOn(host);
        return own !== undefined && row !== undefined && row.version !== own.version;
      },
      absent: (host) => own !== undefined && rowOn(host) === undefined,
    };
    return WHATS.map((what): Remark => ({ what, extension, hosts: read.filter(isSo[what]) }));
  });
  return remarks
    .filter(({ hosts }) => hosts.length > 0)
    .sort((a, b) => WHATS.indexOf(a.what) - WHATS.indexOf(b.what) || b.hosts.length - a.hosts.length);
}
