/** A closer look into one extension: a file's text, the partitions of a disk image, a full check of its verity. */

import { foreignText, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { DiskInfo, FileContent, VerityProgress } from '../../shared/model/inspection.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { readDisk } from '../images/gpt/disk.ts';
import { checkVerity, readVeritySuperblock } from '../images/gpt/verity.ts';
import { bareFileSystem } from '../images/open.ts';
import { openFile, type RandomAccess, sliceOf } from '../images/source.ts';
import { ImageError } from '../images/tree.ts';
import { describeDisk } from './describe-disk.ts';
import { enterGate, whileOpen } from './gate.ts';
import { indexOf } from './index/index-of.ts';
import { findFile, readText } from './listing.ts';
import { codeOf } from './look-inside.ts';
import { type Content, contentOf, lookingReader, openContent } from './reading.ts';
import type { System, Target } from './system.ts';

/** Progress is told at most this often. */
const PROGRESS_MS = 100;

/** Turns what an image is, or what became of it since it was listed, into what a person can do. */
function throwExplained(error: unknown): never {
  if (error instanceof ImageError) {
    throw new VeneerError(codeOf(error), messageOf('extension.it-cannot-be-read-2', { reason: error.said }));
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    throw new VeneerError('not-found', messageOf('common.that-extension-is-not-there-any'));
  throw error;
}

function needContent(target: Target, extension: Extension): Content {
  const content = contentOf(target.root, extension);
  if (content === null) throw new VeneerError('not-found', messageOf('extension.it-leads-nowhere'));
  return content;
}

/** @throws {VeneerError} `not-found` where the file is not there */
export async function readFileContent(
  target: Target,
  system: System,
  extension: Extension,
  path: string,
): Promise<FileContent> {
  try {
    const tree = await openContent(needContent(target, extension), system.release);
    try {
      const node = await findFile(tree, path);
      return { path, size: node.size, ...(await readText(tree, node)) };
    } finally {
      tree.close();
    }
  } catch (error) {
    return throwExplained(error);
  }
}

/** @returns null for what is no disk image */
export async function readDiskInfo(target: Target, system: System, extension: Extension): Promise<DiskInfo | null> {
  if (extension.form !== 'gpt') return null;
  const content = needContent(target, extension);
  try {
    const { disk } = await indexOf(content, system.release);
    // A disk of which nothing can be mounted has partitions all the same.
    return disk ?? describeDisk(await withSource(content, (source) => readDisk(source, lookingReader(system.release))));
  } catch (error) {
    return throwExplained(error);
  }
}

function withSource<T>({ hostPath }: Content, work: (source: RandomAccess) => Promise<T>): Promise<T> {
  return whileOpen(hostPath, 'inside', async () => {
    const source = openFile(hostPath);
    try {
      return await work(source);
    } finally {
      source.close();
    }
  });
}

/**
 * Checks every verity tree of an image, telling how far it is.
 *
 * @throws {VeneerError} `unsupported` for an image without verity, `image-broken` where a tree cannot be read
 */
async function* verifyImage(
  source: RandomAccess,
  host: HostRelease,
  signal: AbortSignal | null,
): AsyncGenerator<VerityProgress> {
  // It has no table to read a tree from; what is no image at all is told by what the table lacks.
  const form = await bareFileSystem(source);
  if (form !== null)
    throw new VeneerError('unsupported', messageOf('extension.bare-file-system-has-no-verity', { form }));
  const { verity } = await readDisk(source, lookingReader(host));
  if (verity.length === 0)
    throw new VeneerError('unsupported', messageOf('extension.image-has-no-verity-partition-that'));
  for (const { data, hashes, rootHash, of } of verity) {
    const hashSource = sliceOf(source, hashes.offset, hashes.size);
    const superblock = await readVeritySuperblock(hashSource);
    const total = superblock.dataBlocks * superblock.dataBlockSize;
    let done = 0;
    const check = checkVerity(
      sliceOf(source, data.offset, data.size),
      hashSource,
      superblock,
      rootHash,
      (bytes) => {
        done = bytes;
      },
      signal,
    );
    let ended = false;
    const finish = check.finally(() => {
      ended = true;
    });
    // A failure is thrown where the result is taken, not in between.
    finish.catch(() => {});
    while (!ended) {
      await Promise.race([finish.catch(() => {}), new Promise((settle) => setTimeout(settle, PROGRESS_MS))]);
      if (!ended) yield { done, total, intact: null, failure: null };
    }
    const { intact, failure } = await finish;
    yield { done, total, intact, failure: failure === null ? null : foreignText(`${of}: ${failure}`) };
    if (!intact) return;
  }
}

/** The same of a file of this machine. */
export async function* verifyFile(
  path: string,
  host: HostRelease,
  signal: AbortSignal | null,
): AsyncGenerator<VerityProgress> {
  let leaveGate = () => {};
  try {
    leaveGate = enterGate(path, 'inside');
    const source = openFile(path);
    try {
      yield* verifyImage(source, host, signal);
    } finally {
      source.close();
    }
  } catch (error) {
    throwExplained(error);
  } finally {
    leaveGate();
  }
}

export async function* verifyExtension(
  target: Target,
  system: System,
  extension: Extension,
  signal: AbortSignal | null,
): AsyncGenerator<VerityProgress> {
  yield* verifyFile(needContent(target, extension).hostPath, system.release, signal);
}
