/** Where a folder that is not there would appear, for who watches. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

export interface WatchedNames {
  readonly path: string;
  /** Whether something of that name in the folder is one of ours; much else comes and goes there. */
  isMeant(name: string): boolean;
}

/** The folder, or the closest one above it that is there, in which the next one below it would appear. */
export function namesWithin(folder: string, isMeant: WatchedNames['isMeant']): WatchedNames {
  const path = nearestFolder(folder);
  if (path === folder) return { path, isMeant };
  const below = folder.slice(path === '/' ? 1 : path.length + 1).split('/')[0];
  return { path, isMeant: (name) => name === below };
}

/** The path, or the closest folder above it that is there, in which it would appear. */
export function nearestFolder(path: string): string {
  let at = path;
  while (!existsSync(at) && at !== '/') at = dirname(at);
  return at;
}
