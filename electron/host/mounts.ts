/** What is merged now, from the kernel's mount table: never assumed, never asked of a status command. */
import { readFileSync, statSync } from 'node:fs';
import type { Hierarchy } from '../../shared/model/host.ts';
import { type ExtensionClass, HIERARCHIES, type MutableMode, NAMES_FILE } from '../../shared/systemd/classes.ts';
import {
  type Mount,
  mutableModeOf,
  namesOfLayers,
  overlayAt,
  overlaysBelow,
  parseMountinfo,
  refinedMode,
} from '../../shared/systemd/mount-table.ts';
import { resolveInRoot } from './rooted.ts';

/** Where the mounts of a host are read: another process's view for a sandbox. */
export interface MountView {
  /** The directory that stands for `/`, as the mount table names it. */
  readonly root: string;
  /** Prefix to reach files below `root` in that view; '' for our own. */
  readonly prefix: string;
  readonly mountinfo: string;
}

/** Of this process. */
export const readMounts = (): readonly Mount[] => parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));

/** Every hierarchy of the classes that the host's systemd knows, merged or not. */
export function readHierarchies(view: MountView, classes: readonly ExtensionClass[]): Hierarchy[] {
  const mounts = parseMountinfo(readFileSync(view.mountinfo, 'utf8'));
  return classes.flatMap((extensionClass) => hierarchiesOf(extensionClass, view, mounts));
}

/**
 * What is merged over other hierarchies than systemd's own choice: `$SYSTEMD_SYSEXT_HIERARCHIES` (`$SYSTEMD_CONFEXT_...`) of
 * the service, or of who merged by hand, names them.
 */
export function readMergedElsewhere(view: MountView, classes: readonly ExtensionClass[]): Hierarchy[] {
  const mounts = parseMountinfo(readFileSync(view.mountinfo, 'utf8'));
  return classes.flatMap((extensionClass) => {
    const ours = HIERARCHIES[extensionClass].map((path) => {
      const resolved = resolveInRoot(view.root, path);
      return resolved.found ? resolved.hostPath : path;
    });
    const found = overlaysBelow(mounts, view.root, extensionClass).filter(
      ({ mount }) => !ours.includes(mount.mountPoint),
    );
    const mode = mutableModeOf(found.map(({ mount }) => mount));
    return found.map(({ hierarchy, mount }) => mergedHierarchy(view, extensionClass, hierarchy, mount, mode));
  });
}

function hierarchiesOf(extensionClass: ExtensionClass, view: MountView, mounts: readonly Mount[]): Hierarchy[] {
  const found = HIERARCHIES[extensionClass].flatMap((path) => {
    const resolved = resolveInRoot(view.root, path);
    if (!resolved.found) return [];
    const mount = overlayAt(mounts, resolved.hostPath, extensionClass);
    return [{ path, mount }];
  });
  const mode = mutableModeOf(found.flatMap(({ mount }) => mount ?? []));
  return found.map(({ path, mount }): Hierarchy => {
    if (mount !== null) return mergedHierarchy(view, extensionClass, path, mount, mode);
    return {
      path,
      class: extensionClass,
      merged: false,
      extensions: [],
      since: null,
      writable: false,
      mutable: null,
    };
  });
}

function mergedHierarchy(
  { prefix }: MountView,
  extensionClass: ExtensionClass,
  path: string,
  mount: Mount,
  mode: MutableMode,
): Hierarchy {
  const meta = `${prefix}${mount.mountPoint}/.systemd-${extensionClass}`;
  const names = `${meta}/${NAMES_FILE[extensionClass]}`;
  return {
    path,
    class: extensionClass,
    merged: true,
    extensions: mergedNames(names) ?? namesOfLayers(mount),
    since: mergedSince(names),
    writable: !mount.options.includes('ro') && mount.superOptions.includes('rw'),
    mutable: refinedMode(mode, textOf(`${meta}/origin`)),
  };
}

/** What is mounted below hierarchies and can be seen, sorted; without the root, as the host itself names them. */
export function readMountsBelow(view: MountView, hierarchies: readonly string[]): string[] {
  const mounts = parseMountinfo(readFileSync(view.mountinfo, 'utf8'));
  const found = hierarchies.flatMap((hierarchy) => {
    const resolved = resolveInRoot(view.root, hierarchy);
    if (!resolved.found) return [];
    // What was mounted before a merge lies under it.
    const merged = mounts.findLastIndex(({ mountPoint }) => mountPoint === resolved.hostPath);
    return mounts
      .slice(merged + 1)
      .filter(({ mountPoint }) => mountPoint.startsWith(`${resolved.hostPath}/`))
      .map(({ mountPoint }) => hierarchy + mountPoint.slice(resolved.hostPath.length));
  });
  return [...new Set(found)].sort();
}

function mergedNames(file: string): string[] | null {
  return (
    textOf(file)
      ?.split('\n')
      .filter((name) => name !== '') ?? null
  );
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function mergedSince(file: string): number | null {
  try {
    return Math.round(statSync(file).mtimeMs);
  } catch {
    return null;
  }
}
