/** Which releases of an OS the hosts of a fleet run, by what was brought of each. */
import { compareNames } from '../../shared/model/by-name.ts';
import type { FleetHost, FleetRelease } from '../../shared/model/fleet.ts';
import { NEWEST_KNOWN } from '../../shared/systemd/classes.ts';
import { RELEASE_FIELDS, type ReleaseField } from '../../shared/systemd/release-fields.ts';
import { readOsRelease } from '../host/os-release.ts';

export interface Brought extends Pick<FleetHost, 'os' | 'systemd'> {
  /** Where its tree was laid out. */
  readonly root: string;
}

/** @returns each once, what most hosts run first; a host without ID runs none that could be named */
export function releasesOf(hosts: readonly Brought[]): FleetRelease[] {
  const found = new Map<string, FleetRelease>();
  for (const { os, systemd, root } of hosts) {
    const { fields } = readOsRelease(root, systemd ?? NEWEST_KNOWN);
    const id = fields.get('ID');
    if (id === undefined || id === '') continue;
    // What it does not set is unset on the others, too.
    const own = Object.fromEntries(
      RELEASE_FIELDS.map((field) => [field, (fields.get(field) ?? '').slice(0, MOST_FIELD)]),
    ) as Record<ReleaseField, string>;
    const key = JSON.stringify([own, systemd]);
    const title = os ?? [id, fields.get('VERSION_ID') ?? ''].join(' ').trim();
    const count = (found.get(key)?.count ?? 0) + 1;
    found.set(key, { title, count, fields: own, systemdVersion: systemd });
  }
  return [...found.values()].sort((a, b) => b.count - a.count || compareNames(a.title, b.title));
}

/** As WhatIfRequest takes them. */
const MOST_FIELD = 256;
