/** What systemd picks from a `.v` directory (systemd.v(7)). */

import { compareNames } from '../model/by-name.ts';
import { isArchitecture, pickableArchitectures } from './architecture.ts';
import type { SystemdRules } from './classes.ts';
import type { DirectoryEntry, DiscoveryOptions } from './search-directory.ts';
import { compareVersions } from './version.ts';

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
    compareNames(a.entry.fileName, b.entry.fileName)
  );
}

function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
