/** Layers that lie in each other, or are the same: overlayfs refuses them (ELOOP). */

import { messageOf } from '../messages/message.ts';
import type { MergeEntry, Place } from './entry-facts.ts';
import type { HostHierarchy, MergeContext } from './merge-context.ts';
import { type MergeFailure, strerror } from './merge-failure.ts';

/** Whether one place holds the other, or is it. */
function isWithin(outer: Place, inner: Place): boolean {
  if (outer.device !== inner.device) return false;
  return inner.path === outer.path || inner.path.startsWith(outer.path === '/' ? '/' : `${outer.path}/`);
}

/** What is laid first of each place, by its device and path. */
type ByPlace = ReadonlyMap<string, ReadonlyMap<string, MergeEntry>>;

function firstByPlace(placed: readonly { readonly entry: MergeEntry; readonly place: Place }[]): ByPlace {
  const first = new Map<string, Map<string, MergeEntry>>();
  for (const { entry, place } of placed) {
    const onDevice = first.get(place.device) ?? new Map<string, MergeEntry>();
    first.set(place.device, onDevice);
    if (!onDevice.has(place.path)) onDevice.set(place.path, entry);
  }
  return first;
}

/** Another entry that has the place itself, else the innermost one that it lies in. */
function holderOf(place: Place, entry: MergeEntry, first: ByPlace): MergeEntry | undefined {
  const onDevice = first.get(place.device);
  for (let at = place.path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = onDevice?.get(at);
    if (found !== undefined && found !== entry) return found;
  }
  return undefined;
}

export function overlapFailures(
  used: readonly MergeEntry[],
  hierarchy: string,
  host: HostHierarchy,
  { class: extensionClass }: MergeContext,
): MergeFailure[] {
  const failures: MergeFailure[] = [];
  const placed = used.flatMap((entry) => {
    const place = entry.facts.kind === 'tree' ? entry.facts.hierarchies[hierarchy]?.place : null;
    return place === null || place === undefined ? [] : [{ entry, place }];
  });
  const base = host.state === 'filled' ? host.place : null;
  const first = firstByPlace(placed);
  for (const { entry, place } of placed) {
    const inBase = base !== null && (isWithin(base, place) || isWithin(place, base));
    const other = holderOf(place, entry, first);
    if (!inBase && other === undefined) continue;
    failures.push({
      rule: 'layers-overlap',
      entry: { name: entry.name, path: entry.path },
      errno: 'ELOOP',
      prints: `Failed to mount ${extensionClass} (type overlay): ${strerror('ELOOP')}`,
      message: inBase
        ? messageOf('systemd.it-is-folder-that-lies-inside', { hierarchy })
        : messageOf('systemd.it-is-same-folder-as-or', { other: other?.path ?? '' }),
      nextStep: inBase ? messageOf('systemd.keep-it-outside-for-example-in', { hierarchy }) : null,
    });
  }
  return failures;
}
