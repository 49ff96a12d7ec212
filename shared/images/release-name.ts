/** What the file name of an image tells, by the ways in which the known repositories write it. */

import { isVisible } from '../messages/visible.ts';
import { architectureFromUname, isArchitecture } from '../systemd/architecture.ts';
import type { ExtensionClass } from '../systemd/classes.ts';
import { isExtensionName } from '../systemd/extension-name.ts';
import { isOsImageName } from './os-image-name.ts';
import { isImageVersion } from './store.ts';

/** How an image is packed around; sysupdate unpacks these. */
export const PACKINGS = ['xz', 'gz', 'zst'] as const;
export type PackingSuffix = (typeof PACKINGS)[number];

/** What the layout of a publisher tells of its names, which a name alone does not. */
export interface Naming {
  /** The name of the extension, where its folder is called after it; else it ends before the version. */
  readonly name: string | null;
  /**
   * Whether the release of the OS stands behind the version: Fedora's builds have it, and later ones only where they are
   * bound to one; Flatcar's bakery and openSUSE never. `perhaps` takes what looks like one.
   */
  readonly osRelease: 'fedora' | 'never' | 'perhaps';
}

/** Of a publisher that nobody knows. */
export const ANY_NAMING: Naming = { name: null, osRelease: 'perhaps' };

export interface ReleaseName {
  readonly class: ExtensionClass;
  readonly name: string;
  /** null where the name has none. */
  readonly version: string | null;
  /** The release of the OS that it was built for, where the name has one. */
  readonly osVersion: string | null;
  /** Whether the layout says that it is one; else it looks like one, and the image itself has to tell. */
  readonly isOsVersionSure: boolean;
  /** In systemd's spelling; null where the name has none. */
  readonly architecture: string | null;
  readonly packing: PackingSuffix | null;
  /** As MatchPattern= of sysupdate.d(5) has it; null where no version can be told from another by the name. */
  readonly pattern: string | null;
}

const SUFFIX = /^(.+?)(\.sysext|\.confext)?\.raw(?:\.(xz|gz|zst))?$/;
/** The longest spellings first, for `x86` is the start of `x86-64`. */
const ARCHITECTURE = /^(.+)([-_.])(x86-64|x86_64|amd64|aarch64|arm64|[a-z][a-z0-9]{2,}(?:-[a-z0-9]{2})?)$/;
const OTHER_SPELLINGS: Readonly<Record<string, string>> = { amd64: 'x86-64' };

/**
 * Takes a file name apart.
 *
 * @returns null for what is no image of an extension, by its name
 */
export function parseReleaseName(fileName: string, naming: Naming = ANY_NAMING): ReleaseName | null {
  const [, stem, classSuffix, packing] = SUFFIX.exec(fileName) ?? [];
  if (stem === undefined) return null;
  if (naming.name === null && classSuffix === undefined && isOsImageName(stem)) return null;
  const end = fileName.slice(stem.length);
  const [rest, separator, spelled] = splitArchitecture(stem);
  const architecture = spelled === null ? null : systemdSpelling(spelled);
  const parts = splitName(rest, naming.name, separator);
  if (parts === null || !isExtensionName(parts.name)) return null;
  const { version, os } = splitOsRelease(parts, separator, naming.osRelease);
  const isVersioned = isImageVersion(version);
  const marks = `${os === null ? '' : `${os.separator}%w`}${separator}${spelled === null ? '' : spelled === architecture ? '%a' : spelled}`;
  return {
    class: classSuffix === '.confext' ? 'confext' : 'sysext',
    name: parts.name,
    version: isVersioned ? version : null,
    osVersion: os?.release ?? null,
    isOsVersionSure: os?.isSure ?? true,
    architecture,
    packing: PACKINGS.find((one) => one === packing) ?? null,
    pattern: isVersioned ? `${parts.name}${parts.separator}@v${marks}${end}` : null,
  };
}

/**
 * Whether a remote may offer a name. systemd takes more, but nobody needs to be offered one that a program would read as
 * an option, that a listing hides, or that does not show what it is.
 */
export function isOfferedName(name: string): boolean {
  return /^[\p{L}\p{N}_]/u.test(name) && isVisible(name);
}

/** Whether a folder of a remote may be that of an extension. */
export const isOfferedFolder = (name: string): boolean => isExtensionName(name) && isOfferedName(name);

function systemdSpelling(text: string): string {
  return OTHER_SPELLINGS[text] ?? architectureFromUname(text);
}

function splitArchitecture(stem: string): [rest: string, separator: string, spelled: string | null] {
  const [, rest, separator, spelled] = ARCHITECTURE.exec(stem) ?? [];
  if (rest === undefined || separator === undefined || spelled === undefined) return [stem, '', null];
  return isArchitecture(systemdSpelling(spelled)) ? [rest, separator, spelled] : [stem, '', null];
}

interface NameAndVersion {
  readonly name: string;
  readonly separator: string;
  /** Empty where there is none. */
  readonly version: string;
}

/** Not within the `x86-64` of a machine that Yocto is built for, such as `qemux86-64`. */
const SEPARATOR = '(?!(?<=x86)[-_]64(?:[-_.]|$))[-_]';
/** As most write it: the version begins with the first number. */
const BY_NUMBER = new RegExp(`^(.+?)(${SEPARATOR})(v?\\d.*)$`);
/** openSUSE's, which has a dot before the architecture: the name ends at the last dash (sysextmgr). */
const BY_LAST_DASH = /^(.+)(-)(v?\d[^-]*)$/;
/** Debian's packages as snosi packs them: fields set off by `_`, so that the name may have dashes and numbers. */
const BY_FIELDS = /^([^_].*?)(_)(v?\d.*)$/;

function splitName(text: string, knownName: string | null, beforeArchitecture: string): NameAndVersion | null {
  if (knownName !== null) {
    if (text === knownName) return { name: text, separator: '', version: '' };
    const separator = text.charAt(knownName.length);
    if (!text.startsWith(knownName) || (separator !== '-' && separator !== '_')) return null;
    return { name: knownName, separator, version: text.slice(knownName.length + 1) };
  }
  const own = beforeArchitecture === '.' ? BY_LAST_DASH : beforeArchitecture === '_' ? BY_FIELDS : BY_NUMBER;
  const [, name, separator, version] = own.exec(text) ?? BY_NUMBER.exec(text) ?? [];
  if (name === undefined || separator === undefined || version === undefined)
    return { name: text, separator: '', version: '' };
  return { name, separator, version };
}

interface OsRelease {
  readonly release: string;
  readonly separator: string;
  readonly isSure: boolean;
}

/** The release of Fedora that an RPM was built for, and the one that the image is for, which may be newer. */
const BEHIND_RPM = /\.fc\d+-(\d{2,3})$/;
/** Fedora's builds without such an RPM; one digit is the release of the package. */
const FEDORA = /-(\d{2,3})$/;
/** What releases look like: Ubuntu's, Flatcar's, and the whole numbers of Fedora and Debian, behind a number with a dot. */
const LIKELY = /\d\.\d.*-(\d\d\.(?:04|10)|\d{4}\.\d+\.\d+|[1-9]\d)$/;
/** The field behind the version. */
const FIELD = /^[^_]+_(\d+(?:\.\d+)*)$/;

function splitOsRelease(
  { version, separator }: NameAndVersion,
  beforeArchitecture: string,
  osRelease: Naming['osRelease'],
): { readonly version: string; readonly os: OsRelease | null } {
  const before = (release: string | undefined, behind: string, isSure: boolean) =>
    release === undefined
      ? null
      : { version: version.slice(0, -release.length - 1), os: { release, separator: behind, isSure } };
  const none = { version, os: null };
  if (osRelease === 'never' || beforeArchitecture === '.') return none;
  if (separator === '_') return before(FIELD.exec(version)?.[1], '_', true) ?? none;
  const behindRpm = before(BEHIND_RPM.exec(version)?.[1], '-', true);
  if (behindRpm !== null) return behindRpm;
  if (osRelease === 'fedora') return before(FEDORA.exec(version)?.[1], '-', true) ?? none;
  // Nobody was met who has the release of the OS in a name and no architecture.
  return (beforeArchitecture === '' ? null : before(LIKELY.exec(version)?.[1], '-', false)) ?? none;
}

/** The longest of some names that a file is called after, as the publishers' own tools find it; null for none. */
export function nameAmong(names: readonly string[], fileName: string): string | null {
  const [stem = fileName] = [SUFFIX.exec(fileName)?.[1] ?? fileName];
  let found: string | null = null;
  for (const name of names) {
    if (name.length <= (found?.length ?? 0)) continue;
    const next = stem.charAt(name.length);
    if (stem.startsWith(name) && (next === '' || next === '-' || next === '_')) found = name;
  }
  return found;
}

/** The file name of the image of a release, once it is unpacked. */
export function imageNameOf({ path }: { readonly path: string }): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:xz|gz|zst)$/, '');
}

/** The place of a release at its remote, and what is there. */
interface Placed {
  readonly folder: string;
  readonly path: string;
  /** null where nobody told it, in a folder of this machine. */
  readonly sha256: string | null;
}

/** Whether two are the same file with the same content. */
export const isSameRelease = (a: Placed, b: Placed): boolean =>
  a.folder === b.folder && a.path === b.path && a.sha256 === b.sha256;

/**
 * The version that an image of a release is kept under: with the release of the OS behind it, for the same version is
 * built anew for each.
 */
export function storedVersion({
  version,
  osVersion,
}: {
  readonly version: string;
  readonly osVersion: string | null;
}): string {
  return osVersion === null ? version : `${version}-${osVersion}`;
}

/** The version that the file name of an image of a known extension tells, as it spells it; null where it tells none. */
export function versionInFileName(fileName: string, name: string): string | null {
  return versionsInFileName(fileName, name)?.stored ?? null;
}

/** That version without and with the release of the OS that stands behind it. */
export function versionsInFileName(
  fileName: string,
  name: string,
): { readonly plain: string; readonly stored: string } | null {
  if (fileName === `${name}.raw`) return null;
  const { version = null, osVersion = null } = parseReleaseName(fileName, { ...ANY_NAMING, name }) ?? {};
  if (version === null || !/^v?\d/.test(version)) return null;
  return { plain: version, stored: storedVersion({ version, osVersion }) };
}

/**
 * What a catalog calls an extension whose own name has the version in it, as openSUSE's have (`debug-29.1.x86-64`: mkosi
 * names the release file after the whole file, and sysextmgr the link); null for all others.
 */
export function listedAs(name: string): { readonly name: string; readonly version: string } | null {
  const [, separator] = splitArchitecture(name);
  if (separator !== '.') return null;
  const { name: listed = null, version = null } = parseReleaseName(`${name}.raw`) ?? {};
  return listed === null || version === null ? null : { name: listed, version };
}
