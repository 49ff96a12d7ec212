/** Releases of a remote, by the extension that they are of. */

import { storedVersion } from '../../shared/images/release-name.ts';
import { compareNames } from '../../shared/model/by-name.ts';
import type { Release } from '../../shared/model/catalog.ts';
import { compareVersions } from '../../shared/systemd/version.ts';

export const entryKey = ({ remote, class: extensionClass, name }: Pick<Release, 'remote' | 'class' | 'name'>) =>
  `${remote}/${extensionClass}/${name}`;

/** Newest first, as systemd orders versions. */
export function newestFirst(a: Release, b: Release): number {
  return (
    compareVersions(storedVersion(b), storedVersion(a)) ||
    compareNames(a.architecture ?? '', b.architecture ?? '') ||
    compareNames(a.path, b.path)
  );
}

export function byExtension(releases: readonly Release[]): Map<string, readonly Release[]> {
  const entries = new Map<string, Release[]>();
  for (const release of releases) {
    const key = entryKey(release);
    const before = entries.get(key);
    if (before === undefined) entries.set(key, [release]);
    else before.push(release);
  }
  for (const list of entries.values()) if (list.length > 1) list.sort(newestFirst);
  return new Map([...entries].sort(([a], [b]) => compareNames(a, b)));
}
