/** A file that a publisher serves, as a tree: an archive, a package, or one program by itself. */
import { closeSync, createWriteStream, openSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { findProgram } from '../host/systemd-version.ts';
import { openArchive, openPackage } from '../images/layers/layers.ts';
import { isTarHead } from '../images/layers/tar.ts';
import { isZipHead, unpackZip } from '../images/layers/zip.ts';
import { openFile, type RandomAccess, withBudget } from '../images/source.ts';
import { ImageError, type ImageTree, type TreeNode } from '../images/tree.ts';
import { limitBytes, packingOf, unpackFile } from '../images/unpack.ts';
import { startProgram } from '../node/long-program.ts';
import { PLAIN_ENVIRONMENT } from '../node/run-program.ts';

/** Bytes that all files of one archive may have: more than any program that is published so. */
const MOST_UNPACKED = 8 * 1024 ** 3;
const TOOL_TIMEOUT_MS = 10 * 60 * 1000;
const BLOCK = 512;
const MOST_SAID = 2000;

export type Opened =
  | { readonly kind: 'archive'; readonly tree: ImageTree }
  | { readonly kind: 'program'; readonly tree: ImageTree; readonly node: TreeNode };

/** Packages, unpacked by the tools that own their form; each writes a tar file. */
const PACKAGES = [
  { magic: '!<arch>\n', program: 'dpkg-deb', package: 'dpkg', args: (path: string) => ['--fsys-tarfile', path] },
  // By its input, for of a path it writes beside it.
  { magic: '\xed\xab\xee\xdb', program: 'rpm2archive', package: 'rpm', args: () => ['--nocompression', '-'] },
] as const;

/**
 * @param scratch a folder for what is unpacked, which the caller takes away once all is read
 * @param signal ends it, with the error of the signal
 * @param most bytes that it may have unpacked, against bombs
 * @throws {VeneerError} `image-broken` for a damaged archive, `unsupported` where its tool is not here
 */
export async function openDownloaded(
  path: string,
  scratch: string,
  signal: AbortSignal | null,
  most = MOST_UNPACKED,
): Promise<Opened> {
  const zipped = await openZip(path, scratch, most);
  if (zipped !== null) return { kind: 'archive', tree: zipped };
  const { plain, isPackage } = await plainFile(path, scratch, signal, most);
  const source = openFile(plain);
  try {
    if (await isTar(source)) {
      return { kind: 'archive', tree: closing(await (isPackage ? openPackage(source) : openArchive(source)), source) };
    }
  } catch (error) {
    source.close();
    throw asBroken(path, error);
  }
  return programOf(source);
}

const closing = (tree: ImageTree, source: RandomAccess): ImageTree => ({ ...tree, close: () => source.close() });

/** null for what is no zip file. */
async function openZip(path: string, scratch: string, most: number): Promise<ImageTree | null> {
  const packed = withBudget(openFile(path));
  try {
    if (!isZipHead(await packed.read(0, Math.min(BLOCK, packed.size)))) return null;
    const target = join(scratch, `${basename(path)}.content`);
    const entries = await unpackZip(packed, path, target, most);
    const content = openFile(target);
    try {
      return closing(await openArchive(content, entries), content);
    } catch (error) {
      content.close();
      throw error;
    }
  } catch (error) {
    throw asBroken(path, error);
  } finally {
    packed.close();
  }
}

async function plainFile(path: string, scratch: string, signal: AbortSignal | null, most: number) {
  const source = openFile(path);
  const head = await source.read(0, Math.min(BLOCK, source.size)).finally(() => source.close());
  const kind = PACKAGES.find(({ magic }) => head.subarray(0, magic.length).equals(Buffer.from(magic, 'latin1')));
  const target = join(scratch, `${basename(path)}.tar`);
  try {
    if (kind !== undefined) {
      await unpackPackage(kind, path, target, signal, most);
      return { plain: target, isPackage: true };
    }
    const packing = await packingOf(path);
    if (packing === null) return { plain: path, isPackage: false };
    await unpackFile(path, packing, target, most);
    return { plain: target, isPackage: false };
  } catch (error) {
    throw asBroken(path, error);
  }
}

async function unpackPackage(
  kind: (typeof PACKAGES)[number],
  path: string,
  target: string,
  signal: AbortSignal | null,
  most: number,
): Promise<void> {
  const program = findProgram(kind.program);
  if (program === null) {
    throw new VeneerError('unsupported', messageOf('build.needs-program', { program: kind.program, path }), {
      nextStep: messageOf('build.install-program', { package: kind.package }),
    });
  }
  const making = `${target}.part`;
  const input = openSync(path, 'r');
  const child = startProgram(program, kind.args(path), {
    stdio: [input, 'pipe', 'pipe'],
    env: PLAIN_ENVIRONMENT,
    timeoutMs: TOOL_TIMEOUT_MS,
  });
  closeSync(input);
  let said = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    if (said.length < MOST_SAID) said += bytes.toString('utf8');
  });
  const ended = new Promise<number | null>((settle) => {
    child.once('error', () => settle(null));
    child.once('close', (code) => settle(code));
  });
  try {
    const output = createWriteStream(making, { flags: 'wx' });
    const stopping = signal === null ? {} : { signal };
    await pipeline(child.stdout ?? Readable.from([]), limitBytes(most), output, stopping);
    if ((await ended) !== 0) throw new ImageError('corrupt', `${kind.program}: ${said.trim()}`);
    renameSync(making, target);
  } catch (error) {
    child.kill('SIGKILL');
    rmSync(making, { force: true });
    throw error;
  }
}

const isTar = async (source: RandomAccess): Promise<boolean> =>
  source.size >= BLOCK && isTarHead(await source.read(0, BLOCK));

/** A single program, as some publish it. */
function programOf(source: RandomAccess): Opened {
  const node: TreeNode = { type: 'file', mode: 0o755, uid: 0, gid: 0, size: source.size, id: '1', handle: null };
  const tree: ImageTree = {
    form: 'folder',
    compression: null,
    root: async () => ({ ...node, type: 'directory', size: 0, id: '0' }),
    child: async () => null,
    list: async () => [],
    read: (_, offset, length) => source.read(offset, length),
    readLink: async () => '',
    xattrs: async () => new Map(),
    close: () => source.close(),
  };
  return { kind: 'program', tree, node };
}

function asBroken(path: string, error: unknown): unknown {
  if (!(error instanceof ImageError)) return error;
  return new VeneerError('image-broken', messageOf('build.cannot-be-unpacked', { path, reason: error.said }), {
    nextStep: messageOf('build.look-at-source'),
  });
}
