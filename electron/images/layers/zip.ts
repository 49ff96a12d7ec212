/**
 * The entries of a zip file, their content unpacked one behind another into one file: no name of it becomes a path of this
 * machine. `yauzl` reads its list and unpacks; what it leaves to its caller is here: which bytes are read, checksums, modes, and
 * that each entry says of itself what the list says of it.
 */
import { closeSync, createReadStream, openSync, rmSync, writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import {
  type Entry,
  fromRandomAccessReaderPromise,
  getFileNameLowLevel,
  RandomAccessReader,
  type ZipFile,
} from 'yauzl';
import type { BudgetedAccess } from '../source.ts';
import { ImageError, MAX_TARGET, nodeTypeOf } from '../tree.ts';
import { limitBytes, unpackError } from '../unpack.ts';
import { partsOf, type TarEntry } from './tar.ts';

const LOCAL = 0x04034b50;
const END = 0x06054b50;
const END_LENGTH = 22;
/** Of one entry, by a word or by a key of its own, and of the whole list (4.4.4 of PKWARE's APPNOTE.TXT 6.3.10). */
const ENCRYPTED = 0x2041;
const UTF_8 = 0x0800;
/** Systems that an entry may be of whose modes are those of Unix: Unix and Darwin (4.4.2 there). */
const UNIX: ReadonlySet<number> = new Set([3, 19]);

/** Whether a file begins as a zip file does, with an entry or, where it has none, with its end. */
export const isZipHead = (head: Buffer): boolean =>
  head.length >= END_LENGTH && [LOCAL, END].includes(head.readUInt32LE(0));

/**
 * @param path of the same file as `source`
 * @param target is written anew; gone again where this fails
 * @param most bytes that all of it may have unpacked, against bombs
 * @returns entries whose offsets are those in `target`
 * @throws {ImageError} `corrupt` and `truncated`, `unsupported` for what is encrypted, packed otherwise, a device or has a name
 *   that leads out, `too-large`, `too-much`
 */
export async function unpackZip(
  source: BudgetedAccess,
  path: string,
  target: string,
  most: number,
): Promise<readonly TarEntry[]> {
  const zip = await openZip(source, path);
  const fd = openSync(target, 'wx', 0o600);
  const entries: TarEntry[] = [];
  const seen = new Set<string>();
  let filled = 0;
  try {
    for await (const one of zip.eachEntry()) {
      source.budget.spend('entries', 1);
      source.budget.name(one.fileNameLength);
      const listed = listedOf(one);
      const { name, type, mode, size } = listed;
      const parts = partsOf(name);
      if (seen.has(parts.join('/'))) throw new ImageError('corrupt', `${name} is in it twice`);
      seen.add(parts.join('/'));
      if (filled + size > most) throw new ImageError('too-large', `it unpacks to more than ${most} bytes`);
      await holdAgainstItself(zip, one);
      const offset = filled;
      const content: Buffer[] = [];
      await unpackEntry(await zip.openReadStreamPromise(one), listed, (bytes) => {
        if (type === 'symlink') content.push(bytes);
        for (let done = 0; done < bytes.length; )
          done += writeSync(fd, bytes, done, bytes.length - done, offset + done);
        filled += bytes.length;
        return bytes.length;
      });
      const link = Buffer.concat(content).toString('utf8');
      if (type === 'symlink' && (link === '' || link.includes('\0')))
        throw new ImageError('corrupt', `the link ${name} leads nowhere`);
      entries.push({ path: parts, isAbsolute: name.startsWith('/'), type, mode, size, offset, target: link });
    }
    return entries;
  } catch (error) {
    rmSync(target, { force: true });
    throw unpackError(error);
  } finally {
    closeSync(fd);
  }
}

async function openZip(source: BudgetedAccess, path: string): Promise<ZipFile> {
  try {
    // Names stay bytes: decoded by it, the backslash in the name of a unit would become a slash. Sizes are counted here.
    return await fromRandomAccessReaderPromise(new Bytes(source, path), source.size, {
      decodeStrings: false,
      validateEntrySizes: false,
    });
  } catch (error) {
    const said = unpackError(error);
    throw said === error ? error : new ImageError('truncated', 'the list of what is in it is missing');
  }
}

/** Its own reader throws where nobody catches when a place of the file is told that no file has. */
class Bytes extends RandomAccessReader {
  readonly #source: BudgetedAccess;
  readonly #path: string;

  constructor(source: BudgetedAccess, path: string) {
    super();
    this.#source = source;
    this.#path = path;
  }

  override read(
    to: Buffer,
    at: number,
    length: number,
    from: number,
    done: (error: Error | null, read?: number) => void,
  ) {
    this.#source.read(from, length).then((bytes) => done(null, bytes.copy(to, at)), done);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return createReadStream(this.#path, { start, end: end - 1 });
  }
}

interface Listed {
  readonly name: string;
  readonly type: 'file' | 'directory' | 'symlink';
  readonly mode: number;
  readonly size: number;
  readonly crc: number;
}

function listedOf(one: Entry): Listed {
  const isOfUnix = UNIX.has(one.versionMadeBy >>> 8);
  // Info-ZIP leaves the bytes of a name on Unix as they are there, and in the locale C does not say that they are UTF-8 (measured).
  const flags = isOfUnix ? one.generalPurposeBitFlag | UTF_8 : one.generalPurposeBitFlag;
  const name = getFileNameLowLevel(flags, one.fileNameRaw, one.extraFields, true);
  if ((one.generalPurposeBitFlag & ENCRYPTED) !== 0) throw new ImageError('unsupported', `${name} is encrypted`);
  if (!one.canDecodeFileData())
    throw new ImageError('unsupported', `${name} is packed in a way that is not known: ${one.compressionMethod}`);
  const bits = isOfUnix ? one.externalFileAttributes >>> 16 : 0;
  const isFolder = name.endsWith('/');
  // What has no type in its mode was made by a program that only knows names.
  const type = (bits & 0o170000) === 0 ? (isFolder ? 'directory' : 'file') : nodeTypeOf(bits);
  if ((type !== 'file' && type !== 'directory' && type !== 'symlink') || isFolder !== (type === 'directory'))
    throw new ImageError('unsupported', `${name} is neither a file nor a folder nor a link`);
  const size = one.uncompressedSize;
  if (type === 'symlink' && size > MAX_TARGET) throw new ImageError('corrupt', `the link ${name} leads nowhere`);
  if (type === 'directory' && size > 0) throw new ImageError('corrupt', `the folder ${name} has content`);
  return { name, type, mode: bits & 0o7777 || (isFolder ? 0o755 : 0o644), size, crc: one.crc32 };
}

/** Where an entry's own header says something else than the list, another program unpacks something else. */
async function holdAgainstItself(zip: ZipFile, one: Entry): Promise<void> {
  const own = await zip.readLocalFileHeaderPromise(one);
  if (own.compressionMethod !== one.compressionMethod || !own.fileName.equals(one.fileNameRaw))
    throw new ImageError('corrupt', 'an entry is another than in the list', one.relativeOffsetOfLocalHeader);
}

/** @param write takes some bytes, and says how many these were */
async function unpackEntry(content: Readable, listed: Listed, write: (bytes: Buffer) => number): Promise<void> {
  let crc = 0;
  let size = 0;
  await pipeline(content, limitBytes(listed.size), async (source: AsyncIterable<Buffer>) => {
    for await (const bytes of source) {
      crc = zlib.crc32(bytes, crc);
      size += write(bytes);
    }
  });
  if (size !== listed.size || crc !== listed.crc)
    throw new ImageError('corrupt', `${listed.name} is damaged: its checksum is another`);
}
