/**
 * How systemd finds extensions: which directory entries are images, under which name, and which one wins
 * (systemd.image-policy(7) and systemd-sysext(8) where they say it; else measured, see the discovery recordings).
 * Pure: the caller lists directories, these functions judge.
 */
import { isArchitecture, pickableArchitectures } from './architecture.ts';
import type { ExtensionClass, SystemdRules } from './classes.ts';
import { isExtensionName } from './extension-name.ts';
import { compareVersions } from './version.ts';

/**
 * What an entry is once symlinks are followed: `missing` is a symlink that leads nowhere, `loop` one that leads in a
 * circle, `through-file` one whose way leads through a file.
 */
export type TargetKind =
  | 'file'
  | 'directory'
  | 'block'
  | 'null'
  | 'other'
  | 'missing'
  | 'loop'
  | 'through-file'
  | 'unreadable';

export interface DirectoryEntry {
  readonly fileName: string;
  readonly target: TargetKind;
  /** Whether a symlink stands here. */
  readonly symlink: boolean;
  /** For a directory whose name ends in `.v`: its own entries. */
  readonly versions?: readonly DirectoryEntry[];
}

export interface SearchDirectory {
  /** Absolute path as systemd names it, without the root. */
  readonly path: string;
  /** Whether no symlink leads to it. */
  readonly isReal: boolean;
  /** In the order in which the directory hands them out. */
  readonly entries: readonly DirectoryEntry[];
  /** Why systemd cannot look into it, and so lists nothing at all; null where it can. */
  readonly problem: 'loop' | 'not-a-directory' | null;
}

/** Why systemd passes an entry over although a user would expect it to count. */
export type EntryProblem =
  | 'dangling'
  | 'null-link'
  | 'special-file'
  | 'no-fitting-version'
  | 'unreadable'
  | 'loop'
  | 'through-file';

export interface DiscoveredEntry {
  readonly name: string;
  /** The entry in the search directory, without the root. */
  readonly path: string;
  readonly directory: string;
  readonly directoryIsReal: boolean;
  readonly entry: DirectoryEntry;
  /** The version that was picked from a `.v` directory. */
  readonly picked: DirectoryEntry | null;
  readonly kind: 'directory' | 'raw' | 'block' | 'mstack';
  /** Whether systemd lists it: a valid entry that no other one beats. */
  readonly listed: boolean;
  /** The entry of the same name that systemd takes instead. */
  readonly hiddenBy: string | null;
  /** Other entries for the same name in the same directory: which one wins is the directory's order. */
  readonly ambiguousWith: readonly string[];
  readonly problem: EntryProblem | null;
}

interface Match {
  readonly name: string;
  readonly kind: DiscoveredEntry['kind'];
  readonly picked: DirectoryEntry | null;
  readonly problem: EntryProblem | null;
}

/** How entries are looked for. */
export interface DiscoveryOptions {
  readonly class: ExtensionClass;
  readonly rules: SystemdRules;
  /** The host's, in systemd's spelling. */
  readonly architecture: string;
}

/** What makes systemd list nothing at all: it passes over only what is not there (image_discover(), measured). */
export function findUndiscovered(
  directories: readonly SearchDirectory[],
): { readonly path: string; readonly reason: 'loop' | 'not-a-directory' }[] {
  return directories.flatMap(({ path, problem, entries }) => {
    if (problem !== null) return [{ path, reason: problem }];
    return entries.flatMap(({ fileName, target }) => {
      if (target !== 'loop' && target !== 'through-file') return [];
      return [
        { path: `${path}/${fileName}`, reason: target === 'loop' ? ('loop' as const) : ('not-a-directory' as const) },
      ];
    });
  });
}

/**
 * All entries that concern extensions, in search order.
 *
 * @param directories highest priority first, as `SystemdRules.searchPath` orders them
 */
export function discoverEntries(directories: readonly SearchDirectory[], options: DiscoveryOptions): DiscoveredEntry[] {
  const winners = new Map<string, string>();
  const discovered: DiscoveredEntry[] = [];
  for (const { path: directory, isReal: directoryIsReal, entries } of directories) {
    const matches = entries.flatMap((entry) => {
      const match = matchEntry(entry, options);
      return match === null ? [] : [{ entry, match, path: `${directory}/${entry.fileName}` }];
    });
    const usable = new Map<string, string[]>();
    for (const { match, path } of matches) {
      if (match.problem !== null) continue;
      const paths = usable.get(match.name);
      if (paths === undefined) usable.set(match.name, [path]);
      else paths.push(path);
    }
    for (const { entry, match, path } of matches) {
      const rivals = match.problem === null ? (usable.get(match.name) ?? []) : [];
      const winner = winners.get(match.name) ?? null;
      const listed = match.problem === null && winner === null;
      if (listed) winners.set(match.name, path);
      discovered.push({
        ...match,
        path,
        directory,
        directoryIsReal,
        entry,
        listed,
        hiddenBy: match.problem === null ? winner : null,
        ambiguousWith: rivals.filter((rival) => rival !== path),
      });
    }
  }
  return discovered;
}

const PROBLEM_OF: Readonly<Partial<Record<TargetKind, EntryProblem>>> = {
  missing: 'dangling',
  null: 'null-link',
  unreadable: 'unreadable',
  loop: 'loop',
  'through-file': 'through-file',
};

function matchEntry(entry: DirectoryEntry, options: DiscoveryOptions): Match | null {
  const { class: extensionClass, rules } = options;
  const { fileName, target } = entry;
  const suffix = rules.classSuffix ? `.${extensionClass}` : null;
  switch (target) {
    case 'file': {
      const name = imageName(fileName, suffix, '.raw');
      return name === null ? null : { name, kind: 'raw', picked: null, problem: null };
    }
    case 'directory': {
      if (rules.versionedDirectories && fileName.endsWith('.v')) return matchVersions(entry, suffix, options);
      const stack = rules.mstack && fileName.endsWith('.mstack');
      const name = imageName(fileName, suffix, stack ? '.mstack' : '');
      return name === null ? null : { name, kind: stack ? 'mstack' : 'directory', picked: null, problem: null };
    }
    case 'block':
      // image_make still wants no suffix here: a symlink NAME to a block device is the image NAME.
      return isExtensionName(fileName) ? { name: fileName, kind: 'block', picked: null, problem: null } : null;
    default:
      return withProblem(fileName, suffix, PROBLEM_OF[target] ?? 'special-file');
  }
}

function withProblem(fileName: string, suffix: string | null, problem: EntryProblem): Match | null {
  const raw = imageName(fileName, suffix, '.raw');
  const name = raw ?? imageName(fileName, suffix, '');
  return name === null ? null : { name, kind: raw === null ? 'directory' : 'raw', picked: null, problem };
}

/** The extension name of a file name, or null where systemd would not take the file. */
export function imageName(fileName: string, classSuffix: string | null, formatSuffix: string): string | null {
  if (!fileName.endsWith(formatSuffix)) return null;
  let name = fileName.slice(0, fileName.length - formatSuffix.length);
  if (classSuffix !== null && name.endsWith(classSuffix)) name = name.slice(0, -classSuffix.length);
  return isExtensionName(name) ? name : null;
}

/** What dissection cuts off a file name to get a name (raw_strip_suffixes() in src/shared/import-util.c). */
const IMAGE_SUFFIXES = ['.xz', '.gz', '.bz2', '.raw', '.qcow2', '.img', '.bin'];
const IMAGE_SUFFIXES_257 = ['.xz', '.gz', '.bz2', '.sysext.raw', '.confext.raw', '.raw', '.qcow2', '.img', '.bin'];

/**
 * The name by which systemd looks for the release file of an image: up to 261 it makes it of the file's own name, which
 * differs from the extension's in a `.v` directory and behind the other class's suffix (measured on 257 and 262).
 *
 * @param path of the file, symlinks not followed; null for a block device, which keeps its name
 * @returns null where nothing is left of the file's name
 */
export function imageNameOf(name: string, path: string | null, { version }: SystemdRules): string | null {
  if (version >= 262 || path === null) return name;
  const suffixes = version < 257 ? IMAGE_SUFFIXES : IMAGE_SUFFIXES_257;
  let own = path.slice(path.lastIndexOf('/') + 1);
  for (let before = ''; before !== own; ) {
    before = own;
    for (const suffix of suffixes) if (own.endsWith(suffix)) own = own.slice(0, -suffix.length);
  }
  return isExtensionName(own) ? own : null;
}

/**
 * The extension that an entry of this file name would belong to, whatever stands there: for entries that are looked
 * at without following them.
 */
export function nameOfEntry(fileName: string, extensionClass: ExtensionClass, rules: SystemdRules): string | null {
  const suffix = rules.classSuffix ? `.${extensionClass}` : null;
  const stem = rules.versionedDirectories && fileName.endsWith('.v') ? fileName.slice(0, -'.v'.length) : fileName;
  return imageName(stem, suffix, '.raw') ?? imageName(stem, suffix, '');
}

function matchVersions(entry: DirectoryEntry, suffix: string | null, options: DiscoveryOptions): Match | null {
  const stem = entry.fileName.slice(0, -'.v'.length);
  const raw = imageName(stem, suffix, '.raw');
  const name = raw ?? imageName(stem, suffix, '');
  if (name === null) return null;
  const wanted = stem.slice(name.length);
  const kind = raw === null ? 'directory' : 'raw';
  const picked = pickVersion(entry.versions ?? [], name, wanted, options);
  if (picked === null) return { name, kind, picked: null, problem: 'no-fitting-version' };
  return { name, kind: picked.target === 'block' ? 'block' : kind, picked, problem: null };
}

/** The name that a version in a `.v` directory of this file name must have, for a person. */
export function versionPattern(fileName: string): string {
  const stem = fileName.slice(0, -'.v'.length);
  const suffix = /(?:\.(?:sysext|confext))?(?:\.raw)?$/.exec(stem)?.[0] ?? '';
  return `${stem.slice(0, stem.length - suffix.length)}_VERSION[_ARCHITECTURE]${suffix}`;
}

interface VersionedName {
  readonly entry: DirectoryEntry;
  readonly version: string;
  readonly architectureRank: number;
  readonly triesLeft: number;
  readonly triesDone: number;
}

/**
 * The entry that systemd picks from a `.v` directory (systemd.v(7)): `NAME_VERSION[_ARCH][+LEFT[-DONE]]SUFFIX`,
 * entries with tries left first, then the newest version, then the native architecture. 257 picks by name and then
 * finds that the pick is of the wrong type; 262 passes those over, but ends at one that cannot be followed (measured).
 *
 * @returns null when nothing fits
 */
export function pickVersion(
  entries: readonly DirectoryEntry[],
  name: string,
  suffix: string,
  { rules, architecture }: Pick<DiscoveryOptions, 'rules' | 'architecture'>,
): DirectoryEntry | null {
  const accepted = pickableArchitectures(architecture);
  const isRightType = ({ target }: DirectoryEntry) =>
    suffix.endsWith('.raw') ? target === 'file' || target === 'block' : target === 'directory';
  let best: VersionedName | null = null;
  for (const entry of entries) {
    const discovered = parseVersionedName(entry, name, suffix, accepted, rules);
    if (discovered === null) continue;
    if (rules.picksByType) {
      if (entry.target === 'missing' || entry.target === 'loop' || entry.target === 'through-file') return null;
      if (!isRightType(entry)) continue;
    }
    if (best === null || compareVersioned(discovered, best) >= 0) best = discovered;
  }
  return best !== null && isRightType(best.entry) ? best.entry : null;
}

function parseVersionedName(
  entry: DirectoryEntry,
  name: string,
  suffix: string,
  accepted: readonly (string | null)[],
  rules: SystemdRules,
): VersionedName | null {
  const { fileName } = entry;
  const isNamed = fileName.startsWith(`${name}_`) && fileName.endsWith(suffix);
  if (!isNamed || fileName.length <= name.length + suffix.length) return null;
  let rest = fileName.slice(name.length + 1, fileName.length - suffix.length);
  let triesLeft = Number.POSITIVE_INFINITY;
  let triesDone = Number.POSITIVE_INFINITY;
  const tries = /^(.*)\+(\d+)(?:-(\d+))?$/s.exec(rest);
  if (tries !== null) {
    rest = tries[1] ?? '';
    triesLeft = Number(tries[2]);
    triesDone = tries[3] === undefined ? 0 : Number(tries[3]);
  }
  const underscore = rest.lastIndexOf('_');
  const tail = underscore < 0 ? null : rest.slice(underscore + 1);
  const architectureRank = accepted.indexOf(tail !== null && isArchitecture(tail) ? tail : null);
  if (architectureRank < 0) return null;
  // systemd cuts at the last underscore even where no architecture follows it.
  const version = underscore < 0 ? rest : rest.slice(0, underscore);
  if (!rules.pickedVersion.test(version)) return null;
  return { entry, version, architectureRank, triesLeft, triesDone };
}

function compareVersioned(a: VersionedName, b: VersionedName): number {
  return (
    Number(a.triesLeft !== 0) - Number(b.triesLeft !== 0) ||
    compareVersions(a.version, b.version) ||
    b.architectureRank - a.architectureRank ||
    compareNumbers(a.triesLeft, b.triesLeft) ||
    compareNumbers(b.triesDone, a.triesDone) ||
    (a.entry.fileName < b.entry.fileName ? -1 : 1)
  );
}

function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
