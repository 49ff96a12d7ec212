/**
 * The index of an extension's content, made once for each state of an image: what is asked of its inside is answered from here,
 * and the image is not opened again. A folder can change inside without a trace on itself, so it is walked each time.
 */
import type { HostRelease } from '../../../shared/systemd/compatibility.ts';
import { ImageError } from '../../images/tree.ts';
import { noteFailure, stampOf } from '../gate.ts';
import { type Content, openWhole } from '../reading.ts';
import { buildIndex, type ImageIndex, unopenedIndex } from './build.ts';
import { costOf } from './entries.ts';
import type { IndexFolder } from './folder.ts';

/**
 * Bytes of all indexes that are kept in memory, by their own reckoning; what is made of them for a question comes to about as
 * much again. Some 600,000 files, where the reader may have 640 MiB.
 */
const MAX_KEPT = 96 * 1024 * 1024;

const kept = new Map<string, { readonly index: ImageIndex; readonly cost: number }>();
let keptBytes = 0;
let onDisk: IndexFolder | null = null;

/** From now on the indexes of large images are kept in this folder too. */
export function keepIndexesIn(folder: IndexFolder): void {
  onDisk = folder;
}

export interface IndexWishes {
  /** Whether the libraries that its programs need are asked for; see `ImageIndex.needs`. */
  readonly needs?: boolean;
  /** Ends the making of it. */
  readonly signal?: AbortSignal | null;
}

/**
 * What is inside an extension. What is wrong with an image stands in it (`failure`).
 *
 * @throws what the file system throws; the reason of the signal
 */
export async function indexOf(content: Content, host: HostRelease, wishes: IndexWishes = {}): Promise<ImageIndex> {
  const { needs = false, signal = null } = wishes;
  const key = keyOf(content, host);
  const known = key === null ? null : findIndex(key, needs);
  if (known !== null) return known;
  const start = performance.now();
  const index = await makeIndex(content, host, needs, signal);
  // Only what is the same file at the end was read whole.
  if (key === null || key !== keyOf(content, host)) return index;
  keepIndex(key, index);
  onDisk?.put(key, index, performance.now() - start);
  return index;
}

/** The one that is kept, where it says enough. */
function findIndex(key: string, needs: boolean): ImageIndex | null {
  const ifItSays = (index: ImageIndex | undefined | null) => (index && (!needs || index.needs !== null) ? index : null);
  const here = ifItSays(kept.get(key)?.index);
  if (here !== null) return here;
  const there = ifItSays(onDisk?.get(key));
  if (there !== null) keepIndex(key, there);
  return there;
}

async function makeIndex(
  content: Content,
  host: HostRelease,
  needs: boolean,
  signal: AbortSignal | null,
): Promise<ImageIndex> {
  try {
    const { tree, disk } = await openWhole(content, host);
    try {
      return await buildIndex(tree, disk, needs, signal);
    } catch (error) {
      noteFailure(error);
      throw error;
    } finally {
      tree.close();
    }
  } catch (error) {
    if (error instanceof ImageError) return unopenedIndex(error);
    throw error;
  }
}

function keepIndex(key: string, index: ImageIndex): void {
  keptBytes -= kept.get(key)?.cost ?? 0;
  kept.delete(key);
  const cost = costOf(index.entries);
  kept.set(key, { index, cost });
  keptBytes += cost;
  for (const [oldest, { cost: freed }] of kept) {
    if (keptBytes <= MAX_KEPT) break;
    kept.delete(oldest);
    keptBytes -= freed;
  }
}

/** Names one state of an image as one host reads it; null for what is none. */
function keyOf({ hostPath, kind }: Content, { architecture, rules }: HostRelease): string | null {
  if (kind !== 'image') return null;
  // Which partitions of a disk image are used is the host's choice.
  return JSON.stringify([stampOf(hostPath), architecture, rules.version]);
}
