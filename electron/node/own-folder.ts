/** Folders in which Veneer keeps something for its user. */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder with those above it, by default for its user alone. Not by the `recursive` of Node, which never ends
 * where the file system says of a folder that is there that it cannot be made in it, as /proc does (seen with Node 20.20
 * and 24.21).
 *
 * @throws what the file system refuses
 */
export function makeOwnFolder(path: string, mode = 0o700): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const above = dirname(path);
  if (above !== path) makeOwnFolder(above, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Somebody else may have made it meanwhile; what else has its name is in the way.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !statSync(path).isDirectory()) throw error;
  }
}
