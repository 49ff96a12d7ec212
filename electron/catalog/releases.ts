/** The images of extensions among the files of one list, taken apart by the layout of their publisher. */
import type { Release } from '../../shared/model/catalog.ts';
import { withoutOtherImages } from '../../shared/os-image-name.ts';
import { isOfferedName, type Naming, parseReleaseName } from '../../shared/release-name.ts';

export interface ListedImage {
  readonly path: string;
  /** null where nobody told it, in a folder of this machine. */
  readonly sha256: string | null;
}

/** What one list is of. */
export interface ListOf {
  /** Name of the remote. */
  readonly remote: string;
  /** How names are read; null for a file that belongs to no folder the remote tells of, which is not taken. */
  readonly naming: (fileName: string) => Naming | null;
  /** Address of the folder in which the images of an extension stand. */
  readonly folderOf: (name: string) => string;
  readonly signedBy: string | null;
}

/** mkosi's, as sysextmgr takes them, and the form that was before: IMAGE.raw.json. */
const MANIFEST = /(?:\.manifest(?:\.gz)?|\.raw\.json)$/;

/** @returns the images, and how many entries are none that a remote may offer */
export function releasesIn(
  files: readonly ListedImage[],
  list: ListOf,
): { readonly releases: readonly Release[]; readonly refused: number } {
  const manifests = new Map(files.flatMap(({ path, sha256 }) => (MANIFEST.test(path) ? [[path, sha256]] : [])));
  let refused = 0;
  const releases = withoutOtherImages(files).flatMap((file): Release[] => {
    const fileName = file.path.slice(file.path.lastIndexOf('/') + 1);
    if (!fileName.includes('.raw')) return [];
    const naming = list.naming(fileName);
    const told = naming === null ? null : parseReleaseName(fileName, naming);
    const isRefused = told === null ? naming === null : !isOfferedName(told.name);
    if (isRefused) refused++;
    if (told === null || isRefused) return [];
    return [
      {
        ...told,
        ...file,
        remote: list.remote,
        version: told.version ?? '',
        folder: list.folderOf(told.name),
        // sysupdate matches the names in one folder.
        pattern: file.path === fileName ? told.pattern : null,
        manifest: manifestOf(file.path, manifests),
        signedBy: list.signedBy,
      },
    ];
  });
  return { releases: withoutShared(releases), refused };
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
  const shared = new Map<string, boolean>();
  const isShared = ({ folder, name, pattern }: Release): boolean => {
    const before = pattern?.slice(0, pattern.indexOf('@v')) ?? '';
    const key = `${folder} ${before}`;
    const known =
      shared.get(key) ?? [...(names.get(folder) ?? [])].some((one) => one !== name && one.startsWith(before));
    shared.set(key, known);
    return known;
  };
  return releases.map((one) => (one.pattern !== null && isShared(one) ? { ...one, pattern: null } : one));
}
