/** What portabled attached to a host, read from the units and drop-ins that it wrote. */
import { readlinkSync } from 'node:fs';
import type { Attachment } from '../../shared/model/portable.ts';
import {
  ATTACHED_PLACES,
  attachedTo,
  isPortableUnit,
  isProfileName,
  PROFILE_DIRECTORIES,
  UNIT_PLACES,
} from '../../shared/systemd/portable.ts';
import { namesIn, readText } from './definition-files.ts';
import { resolveInRoot } from './rooted.ts';

/** More than any host has. */
const MOST_UNITS = 2000;
/** Where links of systemctl(1) enable a unit, and those of portablectl --enable beside them. */
const ENABLING = ['/etc/systemd/system', '/run/systemd/system'];
const WANTING = /\.(?:wants|requires|upholds)$/;

/** The names of profiles that are there, sorted. */
export function readProfiles(root: string): string[] {
  const names = PROFILE_DIRECTORIES.flatMap((directory) =>
    namesIn(root, directory).filter(
      (name) => isProfileName(name) && resolveInRoot(root, `${directory}/${name}/service.conf`).found,
    ),
  );
  return [...new Set(names)].sort();
}

/** Everything that is attached, by place and image, in the order of portabled's own look; what runs is not told. */
export function readAttached(root: string): Attachment[] {
  const found: (Omit<Attachment, 'units'> & { readonly units: string[] })[] = [];
  for (const { directory, runtime } of ATTACHED_PLACES) {
    const units = namesIn(root, directory).filter(isPortableUnit).sort().slice(0, MOST_UNITS);
    for (const name of units) {
      if (!isUnitThere(root, `${directory}/${name}`)) continue;
      const to = attachedTo(readText(root, `${directory}/${name}.d/20-portable.conf`) ?? '');
      if (to === null) continue;
      const key = JSON.stringify(to);
      const profile = name.endsWith('.service') ? profileOf(root, `${directory}/${name}.d/10-profile.conf`) : null;
      const same = found.find(
        ({ image, extensions, runtime: at }) => at === runtime && JSON.stringify({ image, extensions }) === key,
      );
      if (same === undefined) {
        const { image, extensions } = to;
        const images = [image, ...extensions];
        found.push({
          image,
          extensions: [...extensions],
          runtime,
          profile,
          units: [name],
          gone: images.filter((path) => isGone(root, path)),
          changed: isChanged(root, image, directory, name),
        });
      } else {
        same.units.push(name);
        const changed = same.changed || isChanged(root, to.image, directory, name);
        found[found.indexOf(same)] = { ...same, profile: same.profile ?? profile, changed };
      }
    }
  }
  const [enabled, atBoot] = [
    linkedIn(root, ENABLING),
    linkedIn(
      root,
      ATTACHED_PLACES.map(({ directory }) => directory),
    ),
  ];
  return found.map((one) => ({
    ...one,
    units: one.units.map((name) => ({
      name,
      enabled: enabled.has(name),
      atBoot: enabled.has(name) || atBoot.has(name),
      running: null,
      failed: null,
    })),
  }));
}

/** The names of units that a link in a `.wants` folder or the like starts. */
function linkedIn(root: string, directories: readonly string[]): ReadonlySet<string> {
  return new Set(
    directories.flatMap((directory) =>
      namesIn(root, directory)
        .filter((name) => WANTING.test(name))
        .flatMap((name) => namesIn(root, `${directory}/${name}`)),
    ),
  );
}

/** What may not be looked at may be there. */
function isGone(root: string, path: string): boolean {
  const found = resolveInRoot(root, path);
  return !found.found && found.reason !== 'permission';
}

/** The profile that a link leads to, or, where portablectl --copy=copy copied it, the one that reads the same. */
function profileOf(root: string, path: string): string | null {
  const place = resolveInRoot(root, path.slice(0, path.lastIndexOf('/')));
  if (!place.found) return null;
  try {
    const [, name] = /\/([^/]+)\/service\.conf$/.exec(readlinkSync(`${place.hostPath}/10-profile.conf`)) ?? [];
    return name !== undefined && isProfileName(name) ? name : null;
  } catch {
    // No link, or nothing at all.
  }
  const text = readText(root, path);
  if (text === null) return null;
  const same = readProfiles(root).find((name) =>
    PROFILE_DIRECTORIES.some((directory) => readText(root, `${directory}/${name}/service.conf`) === text),
  );
  return same ?? null;
}

/** Whether an image holds another unit now than the one that came of it; of an image file, whether it was written since. */
function isChanged(root: string, image: string, directory: string, unit: string): boolean {
  const [found, attached] = [resolveInRoot(root, image), resolveInRoot(root, `${directory}/${unit}`)];
  if (!found.found || !attached.found || attached.path !== `${directory}/${unit}`) return false;
  if (!found.stat.isDirectory()) return found.stat.mtimeMs > attached.stat.mtimeMs;
  const inside = UNIT_PLACES.map((place) => readText(found.hostPath, `/${place}/${unit}`)).find(
    (text) => text !== null,
  );
  return inside !== undefined && inside !== readText(root, `${directory}/${unit}`);
}

/** A unit of portabled's is a file, or a link into the image where portablectl --copy=symlink made it. */
function isUnitThere(root: string, path: string): boolean {
  const found = resolveInRoot(root, path);
  return found.found ? found.stat.isFile() : found.path !== path;
}
