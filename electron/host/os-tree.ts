/** The tree of another system than the one that runs, as far as it tells which it is. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type OsRelease, readOsRelease } from './os-release.ts';
import { hostPath } from './rooted.ts';
import { readSystemdVersion } from './systemd-version.ts';

export interface OsTree {
  readonly release: OsRelease;
  /** null where the tree does not tell. */
  readonly systemdVersion: number | null;
}

/** Another system of this machine. */
export interface OtherOs extends OsTree {
  /** `staged` is booted next, `newer` was made after the one that runs, `older` before it. */
  readonly kind: 'staged' | 'newer' | 'older';
  /** The tree, without the root. */
  readonly path: string;
}

/**
 * @param path the tree, without the root
 * @param systemdVersion by whose rules an os-release is read where the tree tells no version
 */
export function readOsTree(root: string, path: string, systemdVersion: number): OsTree {
  const tree = hostPath(root, path);
  const version = readSystemdVersion(tree);
  return { release: readOsRelease(tree, version ?? systemdVersion), systemdVersion: version };
}

/** In what is mounted at /usr, such as the A and B of Flatcar, lib stands at the top. */
const OF_USR = ['/lib/os-release'];

/**
 * The same of a folder that a person names: the root of a system, or what that mounts at /usr.
 *
 * @param place on this machine
 */
export function readNamedTree(place: string, systemdVersion: number): OsTree {
  const isUsr = !existsSync(join(place, 'usr')) && existsSync(join(place, 'lib/os-release'));
  if (!isUsr) return readOsTree(place, '/', systemdVersion);
  const version = readSystemdVersion(place);
  return { release: readOsRelease(place, version ?? systemdVersion, OF_USR), systemdVersion: version };
}
