import type { Change } from '../model/change.ts';
import type { StoredVersion } from '../model/inspected-image.ts';
import type { ExtensionClass } from '../systemd/classes.ts';

/** The change that makes a version current which is in the store already. */
export function changeToStored(
  extensionClass: ExtensionClass,
  name: string,
  { version, architecture, place }: Omit<StoredVersion, 'isCurrent' | 'origin' | 'fetchers'>,
): Extract<Change, { verb: 'install' }> {
  const image = { source: null, sha256: null, version, architecture, place, keep: null };
  return { verb: 'install', class: extensionClass, name, image };
}
