/** Portable images and what is attached of them, as the helper itself sees it: no path is taken from who asks. */
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import {
  ATTACHED_PLACES,
  type AttachedTo,
  attachedTo,
  isPortableUnit,
  PORTABLE_SEARCH_PATH,
  PROFILE_DIRECTORIES,
} from '../../shared/systemd/portable.ts';
import { safeJoin } from './directories.ts';
import { namesIn } from './files.ts';

/** In a folder with several of a name, the file goes first; portabled takes the first that the folder hands out. */
const SUFFIXES = ['.raw', '', '.raw.v', '.v'];
const MAX_DROP_IN = 64 * 1024;
const OTHERS_WRITE = 0o022;

/**
 * The image of a name, in the order in which portabled looks.
 *
 * @returns its path, symlinks followed, by which portablectl finds exactly this one; of a `.v` folder the folder itself
 * @throws {VeneerError} `not-found` for a name that no search directory has, `unsupported` for an image that others than root
 *   can write to, for its services are started by root
 */
export function portableImage(root: string, name: string): string {
  for (const directory of PORTABLE_SEARCH_PATH) {
    const place = safeJoin(root, directory);
    const names = namesIn(place);
    const fileName = SUFFIXES.map((suffix) => `${name}${suffix}`).find((one) => names.includes(one));
    if (fileName !== undefined) return ownedByRoot(root, join(place, fileName));
  }
  throw new VeneerError('not-found', messageOf('helper.no-portable-image', { name }), {
    nextStep: messageOf('helper.see-portable-list'),
  });
}

function ownedByRoot(root: string, path: string): string {
  let real: string;
  try {
    real = realpathSync(path);
  } catch (error) {
    throw new VeneerError('not-found', messageOf('helper.portable-leads-nowhere', { path }), { detail: String(error) });
  }
  const prefix = root === '/' ? '' : root;
  safeJoin(root, dirname(real).slice(prefix.length));
  const { uid, mode } = statSync(real);
  if ((uid !== 0 && uid !== process.geteuid?.()) || (mode & OTHERS_WRITE) !== 0)
    throw new VeneerError('unsupported', messageOf('helper.others-than-root-can-write-to', { path: real }), {
      nextStep: messageOf('helper.give-it-back-to-root-chown', { path: real, same: real }),
    });
  return real;
}

/** @throws {VeneerError} `not-found`: up to 261 portabled attaches without any profile where there is none of the name */
export function needProfile(root: string, name: string): void {
  const isThere = PROFILE_DIRECTORIES.some(
    (directory) => statSync(join(root, directory, name, 'service.conf'), { throwIfNoEntry: false }) !== undefined,
  );
  if (isThere) return;
  throw new VeneerError('not-found', messageOf('helper.no-portable-profile', { name }), {
    nextStep: messageOf('helper.see-portable-profiles', { directory: PROFILE_DIRECTORIES.at(-1) ?? '' }),
  });
}

/** What portabled attached at once. */
export interface Attached extends AttachedTo {
  readonly runtime: boolean;
  readonly units: readonly string[];
}

/** Everything that is attached, by place and images. */
export function readAttached(root: string): Attached[] {
  const found = new Map<string, Attached & { readonly units: string[] }>();
  for (const { directory, runtime } of ATTACHED_PLACES) {
    const place = safeJoin(root, directory);
    for (const unit of namesIn(place).filter(isPortableUnit).sort()) {
      const to = attachedTo(dropInOf(join(place, `${unit}.d`, '20-portable.conf')));
      if (to === null) continue;
      const key = JSON.stringify([runtime, to]);
      const same = found.get(key);
      if (same === undefined) found.set(key, { ...to, runtime, units: [unit] });
      else same.units.push(unit);
    }
  }
  return [...found.values()];
}

function dropInOf(path: string): string {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true && stat.size <= MAX_DROP_IN ? readFileSync(path, 'utf8') : '';
}
