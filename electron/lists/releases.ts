/** The images of extensions among the files of one list, taken apart by the layout of their publisher. */

import { withoutOtherImages } from '../../shared/images/os-image-name.ts';
import { isOfferedName, type Naming, nameAmong, parseReleaseName } from '../../shared/images/release-name.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { ListedImage, ListedReleases, ListOf } from './text-reader.ts';

/** mkosi's, as sysextmgr takes them, and the form that was before: IMAGE.raw.json. */
const MANIFEST = /(?:\.manifest(?:\.gz)?|\.raw\.json)$/;

/** @param signedBy the key of the list; null where no signature is wanted */
export function releasesIn(files: readonly ListedImage[], of: ListOf, signedBy: string | null): ListedReleases {
  const manifests = new Map(files.flatMap(({ path, sha256 }) => (MANIFEST.test(path) ? [[path, sha256]] : [])));
  let refused = 0;
  const releases = withoutOtherImages(files).flatMap((file): Release[] => {
    const fileName = file.path.slice(file.path.lastIndexOf('/') + 1);
    if (!fileName.includes('.raw')) return [];
    const naming = namingOf(of, fileName);
    const told = naming === null ? null : parseReleaseName(fileName, naming);
    const isRefused = told === null ? naming === null : !isOfferedName(told.name);
    if (isRefused) refused++;
    if (told === null || isRefused) return [];
    return [
      {
        ...told,
        ...file,
        remote: of.remote,
        version: told.version ?? '',
        folder: of.images.stand === 'here' ? '' : `${told.name}/`,
        // sysupdate matches the names in one folder.
        pattern: file.path === fileName ? told.pattern : null,
        manifest: manifestOf(file.path, manifests),
        signedBy,
        oci: null,
      },
    ];
  });
  return { releases: withoutShared(releases), refused };
}

/** How a name is read; null for a file that belongs to no folder the remote tells of, which is not taken. */
function namingOf({ osRelease, images }: ListOf, fileName: string): Naming | null {
  if (images.stand === 'here') return { name: images.name, osRelease };
  if (images.names === null) return { name: null, osRelease };
  const name = nameAmong(images.names, fileName);
  return name === null ? null : { name, osRelease };
}

function manifestOf(path: string, manifests: ReadonlyMap<string, string | null>): Release['manifest'] {
  const stem = path.replace(/\.raw(?:\.\w+)?$/, '');
  const stems = [stem, stem.replace(/\.(?:sysext|confext)$/, '')];
  const names = stems.flatMap((one) => [`${one}.manifest.gz`, `${one}.manifest`, `${one}.raw.json`]);
  const found = [...names, `${path}.json`].find((one) => typeof manifests.get(one) === 'string');
  return found === undefined ? null : { path: found, sha256: manifests.get(found) as string };
}

/**
 * Without the patterns that would take another extension for a version: in one folder `docker-@v-%a.raw` also fits
 * `docker-compose-5.3.1-x86-64.raw`, so systemd-sysupdate would install that under the name docker.
 */
function withoutShared(releases: readonly Release[]): Release[] {
  const names = new Map<string, Set<string>>();
  for (const { folder, name } of releases) {
    const mine = names.get(folder);
    if (mine === undefined) names.set(folder, new Set([name]));
    else mine.add(name);
  }
  // In order of code units what begins alike stands together, so one look is enough: a list may have 100,000 names.
  const sorted = new Map([...names].map(([folder, of]) => [folder, [...of].sort()]));
  const isShared = ({ folder, name }: Release, before: string): boolean => {
    const among = sorted.get(folder) ?? [];
    const from = firstFrom(among, before);
    return among.slice(from, from + 2).some((one) => one !== name && one.startsWith(before));
  };
  return releases.map((one) => {
    if (one.pattern === null) return one;
    return isShared(one, one.pattern.slice(0, one.pattern.indexOf('@v'))) ? { ...one, pattern: null } : one;
  });
}

/** Where in a sorted list the first stands that is not before a text. */
function firstFrom(sorted: readonly string[], text: string): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] as string) < text) from = middle + 1;
    else to = middle;
  }
  return from;
}
