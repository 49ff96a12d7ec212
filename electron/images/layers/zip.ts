/**
 * The entries of a zip file (PKWARE's APPNOTE.TXT 6.3.10, with zip64 and the modes of Unix), their content unpacked one behind
 * another into one file: no name of it becomes a path of this machine. What its list says counts, and each entry has to agree.
 */
import { closeSync, createReadStream, openSync, rmSync, writeSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import type { BudgetedAccess } from '../source.ts';
import { ImageError, MAX_TARGET, nodeTypeOf } from '../tree.ts';
import { limitBytes, unpackError } from '../unpack.ts';
import { partsOf, type TarEntry } from './tar.ts';

const LOCAL = 0x04034b50;
const LISTED = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const FIND_END_64 = 0x07064b50;
const END_LENGTH = 22;
const MAX_COMMENT = 0xffff;
const LISTED_LENGTH = 46;
const LOCAL_LENGTH = 30;
/** A field of this value stands in the attributes of zip64. */
const IN_64 = 0xffffffff;
const ENCRYPTED = 0x2041;
const METHODS = { stored: 0, deflated: 8 } as const;
/** Systems that an entry may be of whose modes are those of Unix: Unix and Darwin. */
const UNIX: ReadonlySet<number> = new Set([3, 19]);

interface Listed {
  readonly name: Buffer;
  readonly type: 'file' | 'directory' | 'symlink';
  readonly mode: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Of its own header. */
  readonly at: number;
}

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
  const { listAt, count } = await findList(source);
  const fd = openSync(target, 'wx', 0o600);
  const entries: TarEntry[] = [];
  const seen = new Set<string>();
  let filled = 0;
  try {
    for await (const one of readList(source, listAt, count)) {
      const name = one.name.toString('utf8');
      const parts = partsOf(name);
      if (seen.has(parts.join('/'))) throw new ImageError('corrupt', `${name} is in it twice`);
      seen.add(parts.join('/'));
      if (filled + one.size > most) throw new ImageError('too-large', `it unpacks to more than ${most} bytes`);
      const from = await dataOf(source, one, listAt);
      const offset = filled;
      const content: Buffer[] = [];
      await unpackEntry(path, one, from, (bytes) => {
        if (one.type === 'symlink') content.push(bytes);
        for (let done = 0; done < bytes.length; )
          done += writeSync(fd, bytes, done, bytes.length - done, offset + done);
        filled += bytes.length;
        return bytes.length;
      });
      const link = Buffer.concat(content).toString('utf8');
      if (one.type === 'symlink' && (link === '' || link.includes('\0')))
        throw new ImageError('corrupt', `the link ${name} leads nowhere`);
      entries.push({ path: parts, type: one.type, mode: one.mode, size: one.size, offset, target: link });
    }
    return entries;
  } catch (error) {
    rmSync(target, { force: true });
    throw unpackError(error);
  } finally {
    closeSync(fd);
  }
}

/** @returns where the list of entries begins, and how many there are */
async function findList(source: BudgetedAccess): Promise<{ listAt: number; count: number }> {
  const length = Math.min(source.size, END_LENGTH + MAX_COMMENT);
  const tail = await source.read(source.size - length, length);
  let at = length - END_LENGTH;
  // The one whose comment ends where the file does: a comment may look like an end itself.
  while (at >= 0 && !(tail.readUInt32LE(at) === END && at + END_LENGTH + tail.readUInt16LE(at + 20) === length)) at--;
  if (at < 0) throw new ImageError('truncated', 'the list of what is in it is missing');
  const count = tail.readUInt16LE(at + 10);
  const listAt = tail.readUInt32LE(at + 16);
  if (listAt !== IN_64 && count !== 0xffff) return { listAt, count };
  const pointer = at < 20 ? null : tail.subarray(at - 20, at);
  if (pointer?.readUInt32LE(0) !== FIND_END_64) return { listAt, count };
  const end = await source.read(numberOf(pointer, 8), 56);
  if (end.readUInt32LE(0) !== END_64) throw new ImageError('corrupt', 'the list of what is in it is damaged');
  return { listAt: numberOf(end, 48), count: numberOf(end, 32) };
}

async function* readList(source: BudgetedAccess, listAt: number, count: number): AsyncGenerator<Listed> {
  let at = listAt;
  for (let done = 0; done < count; done++) {
    const head = await source.read(at, LISTED_LENGTH);
    if (head.readUInt32LE(0) !== LISTED) throw new ImageError('corrupt', 'the list of what is in it is damaged', at);
    const [names, extras, comments] = [28, 30, 32].map((place) => head.readUInt16LE(place)) as [number, number, number];
    const rest = await source.read(at + LISTED_LENGTH, names + extras);
    source.budget.spend('entries', 1);
    source.budget.name(names);
    yield listedOf(head, rest.subarray(0, names), rest.subarray(names));
    at += LISTED_LENGTH + names + extras + comments;
  }
}

function listedOf(head: Buffer, name: Buffer, extras: Buffer): Listed {
  const text = name.toString('utf8');
  const method = head.readUInt16LE(10);
  if ((head.readUInt16LE(8) & ENCRYPTED) !== 0) throw new ImageError('unsupported', `${text} is encrypted`);
  if (method !== METHODS.stored && method !== METHODS.deflated)
    throw new ImageError('unsupported', `${text} is packed in a way that is not known: ${method}`);
  const bits = UNIX.has(head.readUInt8(5)) ? head.readUInt32LE(38) >>> 16 : 0;
  const isFolder = text.endsWith('/');
  // What has no type in its mode was made by a program that only knows names.
  const type = (bits & 0o170000) === 0 ? (isFolder ? 'directory' : 'file') : nodeTypeOf(bits);
  if ((type !== 'file' && type !== 'directory' && type !== 'symlink') || isFolder !== (type === 'directory'))
    throw new ImageError('unsupported', `${text} is neither a file nor a folder nor a link`);
  const wide = wideNumbers(extras);
  const field = (place: number) =>
    head.readUInt32LE(place) === IN_64 ? (wide.shift() ?? IN_64) : head.readUInt32LE(place);
  // In the order in which zip64 has them.
  const [size, packed, at] = [field(24), field(20), field(42)];
  const mode = bits & 0o7777 || (isFolder ? 0o755 : 0o644);
  if (type === 'symlink' && size > MAX_TARGET) throw new ImageError('corrupt', `the link ${text} leads nowhere`);
  if (type === 'directory' && size > 0) throw new ImageError('corrupt', `the folder ${text} has content`);
  return { name, type, mode, method, crc: head.readUInt32LE(16), packed, size, at };
}

/** The numbers of the attribute of zip64 that take 8 bytes. */
function wideNumbers(extras: Buffer): number[] {
  for (let at = 0; at + 4 <= extras.length; at += 4 + extras.readUInt16LE(at + 2)) {
    if (extras.readUInt16LE(at) !== 1) continue;
    const end = Math.min(extras.length, at + 4 + extras.readUInt16LE(at + 2));
    const found: number[] = [];
    for (let one = at + 4; one + 8 <= end && found.length < 3; one += 8) found.push(numberOf(extras, one));
    return found;
  }
  return [];
}

function numberOf(bytes: Buffer, at: number): number {
  const value = Number(bytes.readBigUInt64LE(at));
  if (!Number.isSafeInteger(value)) throw new ImageError('corrupt', 'it has a number that is none', at);
  return value;
}

/** Where the data of an entry is, once its own header says the same as the list: else another program unpacks something else. */
async function dataOf(source: BudgetedAccess, { name, method, packed, at }: Listed, listAt: number): Promise<number> {
  const head = await source.read(at, LOCAL_LENGTH + name.length);
  const from = at + LOCAL_LENGTH + name.length + head.readUInt16LE(28);
  const agrees =
    head.readUInt32LE(0) === LOCAL &&
    head.readUInt16LE(8) === method &&
    head.readUInt16LE(26) === name.length &&
    head.subarray(LOCAL_LENGTH).equals(name);
  if (!agrees) throw new ImageError('corrupt', 'an entry is another than in the list of what is in it', at);
  if (from + packed > listAt) throw new ImageError('truncated', 'it ends before its data does', at);
  return from;
}

/** @param write takes some bytes, and says how many these were */
async function unpackEntry(path: string, one: Listed, from: number, write: (bytes: Buffer) => number): Promise<void> {
  let crc = 0;
  let size = 0;
  const takeBytes = async (source: AsyncIterable<Buffer>) => {
    for await (const bytes of source) {
      crc = zlib.crc32(bytes, crc);
      size += write(bytes);
    }
  };
  if (one.packed > 0) {
    const packed = createReadStream(path, { start: from, end: from + one.packed - 1 });
    const bounded = limitBytes(one.size);
    if (one.method === METHODS.stored) await pipeline(packed, bounded, takeBytes);
    else await pipeline(packed, zlib.createInflateRaw(), bounded, takeBytes);
  }
  if (size !== one.size || crc !== one.crc)
    throw new ImageError('corrupt', `${one.name.toString('utf8')} is damaged: its checksum is another`);
}
