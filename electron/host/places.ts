/** Where a path really is: in which file system, and where in it, whatever mounts and links lead there. */
import { isExtensionClass } from '../../shared/systemd/classes.ts';
import type { Place } from '../../shared/systemd/entry-facts.ts';
import type { Mount } from '../../shared/systemd/mount-table.ts';

/** Overlays of systemd-sysext and systemd-confext lie over what a merge takes as its lowest layer. */
function isMerge({ fileSystem, source }: Mount): boolean {
  return fileSystem === 'overlay' && isExtensionClass(source);
}

/**
 * @param path on this machine, without symlinks
 * @returns null where no mount holds it, as in a mount table that belongs to another view
 */
export function placeOf(path: string, mounts: readonly Mount[]): Place | null {
  const found = mountOf(path, mounts);
  if (found === null) return null;
  const inside = path.slice(found.mountPoint === '/' ? 0 : found.mountPoint.length);
  const below = inside === '/' ? '' : inside;
  return { device: found.device, path: found.root === '/' ? below || '/' : found.root + below };
}

/** Whether nothing can be written at a path, by the mount or by the file system. */
export function isReadOnly(path: string, mounts: readonly Mount[]): boolean {
  const found = mountOf(path, mounts);
  return found !== null && (found.options.includes('ro') || found.superOptions.includes('ro'));
}

/** The mount that a path is in, which no merge is. @param path on this machine, without symlinks */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | null {
  let found: Mount | null = null;
  for (const mount of mounts) {
    const { mountPoint } = mount;
    // The last of the mounts on one point is the one that is seen.
    if (mountPoint.length < (found?.mountPoint.length ?? 0) || !path.startsWith(mountPoint)) continue;
    const isAbove = mountPoint === '/' || path.length === mountPoint.length || path[mountPoint.length] === '/';
    if (isAbove && !isMerge(mount)) found = mount;
  }
  return found;
}
