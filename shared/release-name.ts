/** What the file name of an image tells, by the ways in which the known repositories write it. */
import { architectureFromUname, isArchitecture } from './architecture.ts';
import { isExtensionName } from './extension-name.ts';
import { isImageVersion } from './store.ts';
import type { ExtensionClass } from './systemd-rules.ts';
import { isVisible } from './visible.ts';

/** How an image is packed around; sysupdate unpacks these. */
export const PACKINGS = ['xz', 'gz', 'zst'] as const;
export type PackingSuffix = (typeof PACKINGS)[number];

export interface ReleaseName {
  readonly class: ExtensionClass;
  readonly name: string;
  /** null where the name has none. */
  readonly version: string | null;
  /** The release of the OS that it was built for, where the name has one (Fedora's). */
  readonly osVersion: string | null;
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
/** Fedora's builds: the release stands in the version and behind it. */
const FEDORA_BUILD = /\.fc(\d+)-\1$/;

/**
 * Takes a file name apart.
 *
 * @param knownName the name of the extension where the folder is called after it; else it ends before the first number
 * @param hasOsVersion whether a number behind the version is the release of the OS (Fedora's layout)
 * @returns null for what is no image
 */
export function parseReleaseName(
  fileName: string,
  knownName: string | null,
  hasOsVersion: boolean,
): ReleaseName | null {
  const [, stem, classSuffix, packing] = SUFFIX.exec(fileName) ?? [];
  if (stem === undefined) return null;
  const end = fileName.slice(stem.length);
  const [rest, separator, spelled] = splitArchitecture(stem);
  const architecture = spelled === null ? null : systemdSpelling(spelled);
  const parts = splitName(rest, knownName);
  if (parts === null || !isExtensionName(parts.name)) return null;
  const fedora =
    FEDORA_BUILD.exec(parts.version)?.[1] ?? (hasOsVersion ? /-(\d{1,8})$/.exec(parts.version)?.[1] : undefined);
  const osVersion = fedora ?? null;
  const version = osVersion === null ? parts.version : parts.version.slice(0, -osVersion.length - 1);
  const isVersioned = isImageVersion(version);
  const marks = `${osVersion === null ? '' : '-%w'}${separator}${spelled === null ? '' : spelled === architecture ? '%a' : spelled}`;
  return {
    class: classSuffix === '.confext' ? 'confext' : 'sysext',
    name: parts.name,
    version: isVersioned ? version : null,
    osVersion,
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

function splitName(text: string, knownName: string | null): NameAndVersion | null {
  if (knownName !== null) {
    if (text === knownName) return { name: text, separator: '', version: '' };
    const separator = text.charAt(knownName.length);
    if (!text.startsWith(knownName) || (separator !== '-' && separator !== '_')) return null;
    return { name: knownName, separator, version: text.slice(knownName.length + 1) };
  }
  const [, name, separator, version] = /^(.+?)([-_])(v?\d.*)$/.exec(text) ?? [];
  if (name === undefined || separator === undefined || version === undefined)
    return { name: text, separator: '', version: '' };
  return { name, separator, version };
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
  const { version = null, osVersion = null } = parseReleaseName(fileName, name, false) ?? {};
  return version !== null && /^v?\d/.test(version) ? storedVersion({ version, osVersion }) : null;
}
