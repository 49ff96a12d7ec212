/**
 * Where installed images are kept: each version under its own name in a store, and a symlink in a search directory
 * that says which one is current. The layout is the one of the Fedora and Flatcar sysext recipes, so that
 * systemd-sysupdate can take over from Veneer and Veneer from it.
 */
import { isArchitecture } from '../systemd/architecture.ts';
import type { ExtensionClass } from '../systemd/classes.ts';

/** How long an installed image lasts. */
export type Place = 'kept' | 'until-reboot';

export interface Store {
  readonly place: Place;
  /** Holds one folder a name, with its versions. */
  readonly store: string;
  /** The search directory in which the symlink to the current version stands. */
  readonly directory: string;
}

const STORES: Readonly<Record<ExtensionClass, Readonly<Record<Place, Store>>>> = {
  sysext: {
    kept: { place: 'kept', store: '/var/lib/extensions.d', directory: '/var/lib/extensions' },
    'until-reboot': { place: 'until-reboot', store: '/run/extensions.d', directory: '/run/extensions' },
  },
  confext: {
    kept: { place: 'kept', store: '/var/lib/confexts.d', directory: '/var/lib/confexts' },
    'until-reboot': { place: 'until-reboot', store: '/run/confexts.d', directory: '/run/confexts' },
  },
};

/** Flatcar's own: images below /opt, links where masks stand. Used where a host has it already, never begun. */
const FLATCAR: Store = { place: 'kept', store: '/opt/extensions', directory: '/etc/extensions' };

export function storeFor(extensionClass: ExtensionClass, place: Place): Store {
  return STORES[extensionClass][place];
}

/** Every store that a class may have, in the order in which its links win. */
export function storesOf(extensionClass: ExtensionClass): readonly Store[] {
  const { kept, 'until-reboot': volatile } = STORES[extensionClass];
  return extensionClass === 'sysext' ? [FLATCAR, volatile, kept] : [volatile, kept];
}

/** The store of a link that is there already, or null where the link belongs to no known layout. */
export function storeOfLink(extensionClass: ExtensionClass, link: string, target: string): Store | null {
  return (
    storesOf(extensionClass).find(
      ({ store, directory }) => link.startsWith(`${directory}/`) && target.startsWith(`${store}/`),
    ) ?? null
  );
}

/**
 * The search directories in which an image may stand that gives its place to a link of a store: the one with its links, and
 * before it the one for what an administrator puts there, from where it would hide them. What is there until the next boot
 * only is not kept longer than that.
 */
export function plainPlaces(extensionClass: ExtensionClass, { place, directory }: Store): readonly string[] {
  const hides = extensionClass === 'sysext' && place === 'kept' && directory !== FLATCAR.directory;
  return hides ? [FLATCAR.directory, directory] : [directory];
}

/** openSUSE's sysextmgr: images of all snapshots of the OS, and in each snapshot links in /etc/extensions to those that fit it (its README). */
const SYSEXTMGR_STORE = '/var/lib/sysext-store/';

/** Whether an image is kept by sysextmgr, which alone knows which snapshot needs it. @param realPath without the root */
export const isOfSysextmgr = (realPath: string): boolean => realPath.startsWith(SYSEXTMGR_STORE);

/** By which version an image is kept, as its file name has it. */
export interface VersionedAs {
  readonly version: string;
  /** null for an image that fits any. */
  readonly architecture: string | null;
}

const VERSION = /^[A-Za-z0-9][A-Za-z0-9._+~^-]{0,127}$/;

/** Whether `text` may stand for a version in a file name: one word of letters, digits and `._+~^-` (UAPI.10). */
export function isImageVersion(text: string): boolean {
  return VERSION.test(text);
}

/** `NAME-VERSION-ARCH.raw`, as MatchPattern of the known repositories has it; without ARCH where it fits any. */
export function imageFileName(name: string, version: string, architecture: string | null): string {
  return architecture === null ? `${name}-${version}.raw` : `${name}-${version}-${architecture}.raw`;
}

/** Takes the file name of a stored image apart; null where it is none of `name`. */
export function parseImageFileName(fileName: string, name: string): VersionedAs | null {
  if (!fileName.startsWith(`${name}-`) || !fileName.endsWith('.raw')) return null;
  const middle = fileName.slice(name.length + 1, -'.raw'.length);
  for (let at = middle.indexOf('-'); at >= 0; at = middle.indexOf('-', at + 1)) {
    const [version, architecture] = [middle.slice(0, at), middle.slice(at + 1)];
    if (isArchitecture(architecture)) return isImageVersion(version) ? { version, architecture } : null;
  }
  return isImageVersion(middle) ? { version: middle, architecture: null } : null;
}

/** The directory of a name whose newest image counts (systemd.v(7)), beside where the symlink would stand. */
export function versionedDirectory({ directory }: Store, name: string): string {
  return `${directory}/${name}.raw.v`;
}

/** `NAME_VERSION_ARCH.raw`, as systemd.v(7) has it; without ARCH where it fits any. */
export function versionedFileName(name: string, version: string, architecture: string | null): string {
  return architecture === null ? `${name}_${version}.raw` : `${name}_${version}_${architecture}.raw`;
}

/** Takes the file name of an image in a `.v` directory apart; null where it is none of `name`. */
export function parseVersionedFileName(fileName: string, name: string): VersionedAs | null {
  if (!fileName.startsWith(`${name}_`) || !fileName.endsWith('.raw')) return null;
  const [version = '', architecture, ...rest] = fileName.slice(name.length + 1, -'.raw'.length).split('_');
  const fits = architecture === undefined || isArchitecture(architecture);
  return rest.length === 0 && fits && isImageVersion(version) ? { version, architecture: architecture ?? null } : null;
}
