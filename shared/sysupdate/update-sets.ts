/**
 * Which versions a component has, and which is the next: context_discover_update_sets() of sysupdate.c. A version is one of
 * all its transfers together.
 */
import { compareVersions } from '../systemd/version.ts';
import { compareByGlibc } from './strverscmp.ts';

/** The versions that one transfer has, in any order. */
export interface TransferVersions {
  readonly installed: readonly string[];
  readonly available: readonly string[];
  readonly minVersion: string | null;
}

export interface UpdateSets {
  /** All of them, newest first. */
  readonly all: readonly string[];
  /** The newest that is installed, in full or in part; null for none. */
  readonly current: string | null;
  /** What an update would install; null for nothing. */
  readonly candidate: string | null;
}

interface UpdateSet {
  readonly version: string;
  isInstalled: boolean;
  isAvailable: boolean;
  readonly isNewest: boolean;
  isIncomplete: boolean;
  isObsolete: boolean;
}

/** From when on a version of which a transfer lacks its part counts as installed. */
const INCOMPLETE_SINCE = 257;
const IMPROVED_SINCE = 262;

export function updateSets(transfers: readonly TransferVersions[], systemdVersion: number): UpdateSets {
  const sets: UpdateSet[] = [];
  let candidate: UpdateSet | null = null;
  for (const side of ['installed', 'available'] as const) {
    let hasNewest = false;
    for (const found of discoverVersions(transfers, side, systemdVersion)) {
      const known = sets.find(({ version }) => compareVersions(version, found.version) === 0);
      if (known === undefined) {
        const set = {
          ...found,
          isInstalled: side === 'installed',
          isAvailable: side === 'available',
          isNewest: !hasNewest,
        };
        sets.push(set);
        hasNewest = true;
        if (side === 'available' && set.isNewest && !set.isObsolete) candidate = set;
        continue;
      }
      known.isAvailable ||= side === 'available';
      known.isIncomplete ||= found.isIncomplete;
      known.isObsolete ||= found.isObsolete;
      hasNewest = true;
      const isHalf = known.isNewest && known.isInstalled && known.isIncomplete && known.isAvailable;
      if (isHalf && candidate === null && !known.isObsolete) candidate = known;
    }
  }
  const newest = sets.find(({ isNewest, isInstalled }) => isNewest && isInstalled) ?? null;
  const isPast =
    candidate !== null &&
    newest !== null &&
    !newest.isIncomplete &&
    compareVersions(newest.version, candidate.version) >= 0;
  return {
    all: sets.map(({ version }) => version).sort((a, b) => compareVersions(b, a)),
    current: newest?.version ?? null,
    candidate: isPast ? null : (candidate?.version ?? null),
  };
}

type Found = Pick<UpdateSet, 'version' | 'isIncomplete' | 'isObsolete'>;

/** The versions of one side, newest first; one at the source that is not there in full is none. */
function* discoverVersions(
  transfers: readonly TransferVersions[],
  side: 'installed' | 'available',
  systemdVersion: number,
): Generator<Found> {
  const sorted = transfers.map((one) => [...one[side]].sort((a, b) => compareVersions(b, a)));
  const mayLack = side === 'installed' && systemdVersion >= INCOMPLETE_SINCE;
  let boundary: string | null = null;
  for (;;) {
    const next = nextBelow(sorted, boundary, side, systemdVersion);
    if (next === null) return;
    boundary = next;
    const has = sorted.map((versions) => versions.some((one) => compareVersions(one, next) === 0));
    const isWhole = has.every(Boolean);
    if (!isWhole && !mayLack) continue;
    const isObsolete = transfers.some(({ minVersion }) => minVersion !== null && compareVersions(minVersion, next) > 0);
    yield { version: next, isIncomplete: !isWhole, isObsolete };
  }
}

/**
 * The next version to look at. 257 compares with strverscmp(3) here and so may pass over some where transfers have different
 * ones, 262 no more (measured); 252 takes the first transfer that has any.
 */
function nextBelow(
  sorted: readonly (readonly string[])[],
  boundary: string | null,
  side: 'installed' | 'available',
  systemdVersion: number,
): string | null {
  const compare = systemdVersion >= IMPROVED_SINCE ? compareVersions : compareByGlibc;
  let cursor: string | null = null;
  for (const versions of sorted) {
    const first = versions.find((one) => boundary === null || compareVersions(one, boundary) < 0);
    if (first !== undefined && (cursor === null || compare(first, cursor) > 0)) cursor = first;
    if (cursor === null && (side === 'available' || systemdVersion < INCOMPLETE_SINCE)) return null;
    if (systemdVersion < INCOMPLETE_SINCE) return cursor;
  }
  return cursor;
}
