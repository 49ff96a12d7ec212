/**
 * The packed paths of each extension, made when somebody looks for a file for the first time, and kept for as long as its image
 * is the same. While nothing changes nothing is read.
 */
import { type Message, messageOf } from '../../../shared/messages/message.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import { HIERARCHIES, RELEASE_DIRECTORY } from '../../../shared/systemd/classes.ts';
import { indexOf } from '../index/index-of.ts';
import { contentOf } from '../reading.ts';
import type { System, Target } from '../system.ts';
import { type FolderTimes, folderTimes, isUnchanged } from './folder-changes.ts';
import { buildPathIndex, type PathIndex } from './path-index.ts';

/** Bytes of all that is kept: three million files of usual names. The reader may have 768 MiB. */
const MAX_KEPT = 128 * 2 ** 20;

export interface KnownPaths {
  /** Null where nothing is known. */
  readonly index: PathIndex | null;
  /** Why not all is known; null where it is. */
  readonly problem: Message | null;
}

interface Kept extends KnownPaths {
  /** Of a folder; null for an image, whose own state tells all, and where they tell nothing. */
  readonly times: FolderTimes | null;
  readonly isFolder: boolean;
  /** The sitting in which it was looked at last. */
  sitting: number;
}

export interface KnownPathsOfAll {
  /**
   * What an extension brings below the hierarchies of its class. Never throws for what it is; that becomes `problem`.
   *
   * @param sitting see `FindQuery`
   * @param others keys of what is asked for as well, which is not forgotten for it
   */
  of(
    target: Target,
    system: System,
    extension: Extension,
    sitting: number,
    others: ReadonlySet<string>,
  ): Promise<KnownPaths>;
}

/** @param most bytes of all that is kept; what does not fit is said to be unknown */
export function createKnownPaths(most = MAX_KEPT): KnownPathsOfAll {
  const kept = new Map<string, Kept>();
  let keptBytes = 0;

  function forget(key: string): void {
    keptBytes -= kept.get(key)?.index?.cost ?? 0;
    kept.delete(key);
  }

  /** Forgets what was not asked for longest. */
  function keep(key: string, made: Kept, others: ReadonlySet<string>): KnownPaths {
    forget(key);
    const cost = made.index?.cost ?? 0;
    for (const old of kept.keys()) {
      if (keptBytes + cost <= most) break;
      if (!others.has(old)) forget(old);
    }
    const fits = keptBytes + cost <= most;
    const problem = messageOf('extension.there-are-too-many-files-to-find');
    const one = fits ? made : { ...made, index: null, problem };
    kept.set(key, one);
    keptBytes += one.index?.cost ?? 0;
    return one;
  }

  function keepLonger(key: string, known: Kept): KnownPaths {
    kept.delete(key);
    kept.set(key, known);
    return known;
  }

  return {
    async of(target, system, extension, sitting, others) {
      const key = keyOf(target, system, extension);
      const known = kept.get(key);
      if (known !== undefined && (!known.isFolder || known.sitting === sitting)) return keepLonger(key, known);
      const content = contentOf(target.root, extension);
      if (content === null) return { index: null, problem: messageOf('extension.it-leads-nowhere') };
      if (known !== undefined && isStill(known, content.hostPath, sitting)) return keepLonger(key, known);
      const begun = Date.now();
      const made = await readPaths(content, system, extension);
      const isFolder = content.kind !== 'image';
      const folders = isFolder ? [...(made.index?.folderNumbers.keys() ?? [])] : [];
      const times = folders.length > 0 ? folderTimes(content.hostPath, folders, begun) : null;
      return keep(key, { ...made, times, isFolder, sitting }, others);
    },
  };
}

/** Names what is kept of an extension in the state that it is in. */
export function keyOf({ root }: Target, { release, stamps }: System, { id }: Pick<Extension, 'id'>): string {
  return [root, id, stamps.get(id) ?? '', release.architecture, release.rules.version].join('\0');
}

/** Of a folder, in another sitting. */
function isStill(known: Kept, place: string, sitting: number): boolean {
  if (known.index === null || known.times === null) return false;
  if (!isUnchanged(place, [...known.index.folderNumbers.keys()], known.times)) return false;
  known.sitting = sitting;
  return true;
}

async function readPaths(
  content: NonNullable<ReturnType<typeof contentOf>>,
  system: System,
  extension: Extension,
): Promise<KnownPaths> {
  const roots = HIERARCHIES[extension.class].map((path) => path.slice(1));
  const release = RELEASE_DIRECTORY[extension.class];
  const isMeant = (path: string) =>
    roots.some((root) => path === root || path.startsWith(`${root}/`)) && !path.startsWith(`${release}/`);
  try {
    const { entries, failure } = await indexOf(content, system.release);
    const index = entries.paths.length === 0 && failure !== null ? null : buildPathIndex(entries, isMeant);
    const problem =
      failure === null ? null : messageOf('extension.its-contents-cannot-be-shown', { reason: failure.message });
    return { index, problem };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { index: null, problem: messageOf('extension.its-files-cannot-be-read', { code }) };
  }
}
