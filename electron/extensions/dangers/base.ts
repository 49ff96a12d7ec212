/** What the base has at the paths of an extension: each of its folders is listed once, and only where it is asked for. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Base, type BaseEntry, parentOf, type Survey } from '../../../shared/diagnosis/merge/facts.ts';
import { resolveInRoot } from '../../host/rooted.ts';
import type { Target } from '../system.ts';

type Seen = 'folder' | 'symlink' | 'other';
/** What stands in a folder as it is seen now, by name; null where it may not be read, undefined where it is no folder. */
type Listing = ReadonlyMap<string, Seen> | null | undefined;

/**
 * @param covering surveys of what is merged over the base now, null for one that could not be looked through; none where
 *   the base can be seen
 */
export function readBase({ root }: Target, covering: readonly (Survey | null)[]): Base {
  const entries = new Map<string, BaseEntry>();
  const listings = new Map<string, Listing>();
  const isCovered = (path: string) => covering.some((one) => one?.folders.has(path) || one?.others.has(path));

  /** Where a path stands on this machine: systemd follows a hierarchy that is a link, and nothing below it. */
  function placeOf(path: string): string | null {
    const [top = '', ...rest] = path.split('/');
    const resolved = resolveInRoot(root, `/${top}`);
    return resolved.found && resolved.stat.isDirectory() ? join(resolved.hostPath, ...rest) : null;
  }

  function listingOf(folder: string): Listing {
    if (!listings.has(folder))
      listings.set(folder, seenAt(folder) === 'folder' ? listFolder(placeOf(folder)) : undefined);
    return listings.get(folder);
  }

  /** What is seen at a path now, whoever brought it; null where it cannot be told. */
  function seenAt(path: string): Seen | null | undefined {
    const parent = parentOf(path);
    if (parent === '') return placeOf(path) === null ? undefined : 'folder';
    const names = listingOf(parent);
    return names === null ? null : names?.get(path.slice(parent.length + 1));
  }

  /** Names in a folder that no merged extension brought, and so are the base's. */
  function namesIn(folder: string): string[] {
    return [...(listingOf(folder)?.keys() ?? [])].filter((name) => !isCovered(`${folder}/${name}`));
  }

  function lookAt(path: string): BaseEntry {
    const kind = seenAt(path);
    if (covering.includes(null) || kind === null) return { kind: 'unknown' };
    if (isCovered(path)) {
      // A merged folder that shows what no extension brought has a folder of the base below it.
      return kind === 'folder' && namesIn(path).length > 0 ? { kind: 'folder', rights: null } : { kind: 'unknown' };
    }
    if (kind !== 'folder') return { kind: kind ?? 'absent' };
    return { kind, rights: rightsOf(placeOf(path)) };
  }

  return {
    at(path) {
      let entry = entries.get(path);
      if (entry === undefined) {
        entry = lookAt(path);
        entries.set(path, entry);
      }
      return entry;
    },
    names: namesIn,
  };
}

function listFolder(place: string | null): Listing {
  if (place === null) return undefined;
  try {
    return new Map(
      readdirSync(place, { withFileTypes: true }).map((entry) => [
        entry.name,
        entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'symlink' : 'other',
      ]),
    );
  } catch {
    return null;
  }
}

function rightsOf(place: string | null) {
  try {
    if (place === null) return null;
    const { mode, uid, gid } = lstatSync(place);
    return { mode: mode & 0o7777, uid, gid };
  } catch {
    return null;
  }
}
