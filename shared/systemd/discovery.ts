/**
 * How systemd finds extensions: which directory entries are images, under which name, and which one wins
 * (systemd.image-policy(7) and systemd-sysext(8) where they say it; else measured, see the discovery recordings).
 * Pure: the caller lists directories, these functions judge.
 */

import { isExtensionName } from './extension-name.ts';
import { imageName } from './image-name.ts';
import type { DirectoryEntry, DiscoveryOptions, SearchDirectory, TargetKind } from './search-directory.ts';
import { pickVersion } from './vpick.ts';

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
  /** The directory once symlinks to it are followed. */
  readonly realDirectory: string;
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
  for (const { path: directory, realPath: realDirectory, entries } of directories) {
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
        realDirectory,
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
  const suffix = rules.classSuffix && extensionClass !== null ? `.${extensionClass}` : null;
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
