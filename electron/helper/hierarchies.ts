/** The hierarchies of a root as systemd sees them, and what is merged there now. */
import { lstatSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { type ExtensionClass, HIERARCHIES, NAMES_FILE } from '../../shared/systemd/classes.ts';
import { namesOfLayers, overlayAt, parseMountinfo } from '../../shared/systemd/mount-table.ts';
import type { MergedAt } from '../../shared/systemd/words.ts';

const MAX_LINKS = 40;

/**
 * Follows a path below a root, out of which no symlink leads, as systemd does (`chase()` with CHASE_PREFIX_ROOT).
 *
 * @returns the path with the root before it; null where it leads nowhere
 */
export function resolveBelow(root: string, path: string): string | null {
  const pending = partsOf(path);
  const done: string[] = [];
  let links = 0;
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    if (part === '..') {
      done.pop();
      continue;
    }
    const place = `${root === '/' ? '' : root}/${[...done, part].join('/')}`;
    const stat = lstatSync(place, { throwIfNoEntry: false });
    if (stat === undefined) return null;
    if (!stat.isSymbolicLink()) {
      done.push(part);
      continue;
    }
    if (++links > MAX_LINKS) return null;
    const target = readlinkSync(place);
    if (target.startsWith('/')) done.length = 0;
    pending.unshift(...partsOf(target));
  }
  return `${root === '/' ? '' : root}/${done.join('/')}`;
}

const partsOf = (path: string) => path.split('/').filter((part) => part !== '' && part !== '.');

/** What is merged now, by the mount table of who asks; hierarchies that are not there are left out. */
export function readMerged(root: string, extensionClass: ExtensionClass): MergedAt[] {
  const mounts = parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));
  // The kernel names mounts by their real place.
  const real = realpathSync(root);
  return HIERARCHIES[extensionClass].flatMap((path): MergedAt[] => {
    const place = resolveBelow(real, path);
    if (place === null) return [];
    const mount = overlayAt(mounts, place, extensionClass);
    if (mount === null) return [{ path, merged: false, extensions: [] }];
    return [{ path, merged: true, extensions: namesMerged(place, extensionClass) ?? namesOfLayers(mount) }];
  });
}

/** Where systemd lists what it merged; the layers of one hierarchy may be fewer. */
function namesMerged(place: string, extensionClass: ExtensionClass): string[] | null {
  try {
    const file = `${place}/.systemd-${extensionClass}/${NAMES_FILE[extensionClass]}`;
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((name) => name !== '');
  } catch {
    return null;
  }
}
