/**
 * Paths judged as if a directory were `/`: symlinks, absolute ones too, never lead out of it. This is how systemd
 * resolves paths below `--root=` from 254 on, and inside an extension in every version.
 */
import { accessSync, constants, lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** As Linux follows (MAXSYMLINKS). */
const MAX_LINKS = 40;

export type Resolution =
  | { readonly found: true; readonly path: string; readonly hostPath: string; readonly stat: Stats }
  | {
      readonly found: false;
      readonly reason: 'missing' | 'loop' | 'permission' | 'not-a-directory';
      readonly path: string;
    };

/** The place of a path below `root` on the machine, without following anything. */
export function hostPath(root: string, path: string): string {
  return root === '/' ? path : join(root, path);
}

/**
 * What stands in a folder that was followed to below `root`: a look at the entry alone, where it is no symlink.
 *
 * @param folder as `resolveInRoot` found it
 * @param name one component
 */
export function resolveInFolder(root: string, folder: Resolution, name: string): Resolution {
  if (!folder.found) return folder;
  const path = `${folder.path === '/' ? '' : folder.path}/${name}`;
  const place = `${folder.hostPath === '/' ? '' : folder.hostPath}/${name}`;
  try {
    const stat = lstatSync(place, { throwIfNoEntry: false });
    if (stat === undefined) return { found: false, reason: 'missing', path };
    return stat.isSymbolicLink() ? resolveInRoot(root, path) : { found: true, path, hostPath: place, stat };
  } catch (error) {
    return { found: false, reason: reasonOf(error), path };
  }
}

/**
 * Follows `path` below `root`.
 *
 * @param path absolute or relative to the root
 * @param maxLinks how many symlinks are followed before it counts as a loop
 * @returns the path without symlinks, absolute below the root, and the stat of what stands there
 */
export function resolveInRoot(root: string, path: string, maxLinks = MAX_LINKS): Resolution {
  const top = hostPath(root, '/').replace(/\/$/, '');
  const pending = splitPath(path).reverse();
  const done: string[] = [];
  let links = 0;
  let stat: Stats | null = null;
  while (pending.length > 0) {
    const part = pending.pop() as string;
    if (part === '..') {
      done.pop();
      stat = null;
      continue;
    }
    const candidate = `/${[...done, part].join('/')}`;
    const real = top + candidate;
    try {
      const found = lstatSync(real, { throwIfNoEntry: false });
      if (found === undefined) return { found: false, reason: 'missing', path: candidate };
      stat = found;
      if (stat.isSymbolicLink()) {
        if (++links > maxLinks) return { found: false, reason: 'loop', path: candidate };
        const target = readlinkSync(real);
        if (target.startsWith('/')) done.length = 0;
        pending.push(...splitPath(target).reverse());
        stat = null;
        continue;
      }
    } catch (error) {
      return { found: false, reason: reasonOf(error), path: candidate };
    }
    done.push(part);
  }
  const resolved = `/${done.join('/')}`;
  const real = done.length === 0 ? hostPath(root, '/') : top + resolved;
  try {
    return { found: true, path: resolved, hostPath: real, stat: stat ?? lstatSync(real) };
  } catch (error) {
    return { found: false, reason: reasonOf(error), path: resolved };
  }
}

function splitPath(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function reasonOf(error: unknown): 'missing' | 'loop' | 'permission' | 'not-a-directory' {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission';
    case 'ELOOP':
      return 'loop';
    case 'ENOTDIR':
      return 'not-a-directory';
    default:
      return 'missing';
  }
}

/** Names in a folder below a root; none where it cannot be read. */
export function namesIn(root: string, path: string): string[] {
  const folder = resolveInRoot(root, path);
  if (!folder.found || !folder.stat.isDirectory()) return [];
  try {
    return readdirSync(folder.hostPath);
  } catch {
    return [];
  }
}

/** Whether this user may list a folder below `root`; one that is not there hides nothing. */
export function mayLookInto(root: string, path: string): boolean {
  const found = resolveInRoot(root, path);
  if (!found.found) return found.reason !== 'permission';
  if (!found.stat.isDirectory()) return true;
  try {
    accessSync(found.hostPath, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
