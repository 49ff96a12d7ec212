/**
 * The entries of a tar file in the forms that container tools write: ustar, with the names of pax (POSIX.1-2001) and of
 * GNU tar. Only what stands in the headers; the content stays where it is.
 */
import type { BudgetedAccess } from '../source.ts';
import { ImageError, isEntryName, MAX_TARGET } from '../tree.ts';

export interface TarEntry {
  /** Each part of the path; none for the top itself. */
  readonly path: readonly string[];
  /** Whether its path is one of the whole machine; it is looked for in the tar file all the same. */
  readonly isAbsolute: boolean;
  readonly type: 'file' | 'directory' | 'symlink' | 'hardlink';
  readonly mode: number;
  /** Bytes of its content, and where they begin in the tar file. */
  readonly size: number;
  readonly offset: number;
  /** Where a link leads, as it stands there; empty for all others. */
  readonly target: string;
}

const BLOCK = 512;
const END = Buffer.alloc(BLOCK);
/** Of the long names and other attributes of one entry. */
const MAX_ATTRIBUTES = 64 * 1024;
const MAX_PATH = 4096;
const MAX_NAME = 255;

const TYPES: Readonly<Record<string, TarEntry['type']>> = {
  '\0': 'file',
  '0': 'file',
  '7': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '5': 'directory',
};
/** Devices and pipes. */
const SPECIAL = new Set(['3', '4', '6']);

/** What was told of the next entry before it. */
interface Told {
  path?: string;
  linkpath?: string;
  size?: number;
}

/**
 * @throws {ImageError} `corrupt` and `truncated`, `unsupported` for devices, pipes, sparse files, and names that lead out
 *   of the folder, `too-much`
 */
export async function* readTar(source: BudgetedAccess): AsyncGenerator<TarEntry> {
  let told: Told = {};
  for (let at = 0; at + BLOCK <= source.size; ) {
    const head = await source.read(at, BLOCK);
    if (head.equals(END)) return;
    checkSum(head, at);
    const mark = String.fromCharCode(head[156] ?? 0);
    const size = isBare(mark) ? 0 : (told.size ?? numberField(head.subarray(124, 136), at));
    const offset = at + BLOCK;
    if (offset + size > source.size) throw new ImageError('truncated', 'it ends before its data does', at);
    at = offset + Math.ceil(size / BLOCK) * BLOCK;
    if (mark === 'g') continue;
    if (mark === 'x' || mark === 'L' || mark === 'K') {
      if (size > MAX_ATTRIBUTES) throw new ImageError('too-much', 'the attributes of a file in it are too long');
      const bytes = await source.read(offset, size);
      told = { ...told, ...(mark === 'x' ? paxOf(bytes) : { [mark === 'L' ? 'path' : 'linkpath']: textField(bytes) }) };
      continue;
    }
    const { path, linkpath } = told;
    told = {};
    const entry = entryOf(
      head,
      mark,
      path ?? nameOf(head),
      linkpath ?? textField(head.subarray(157, 257)),
      size,
      offset,
    );
    source.budget.spend('entries', 1);
    source.budget.name(entry.path.reduce((sum, name) => sum + name.length + 1, entry.target.length));
    yield entry;
  }
}

/** Links, folders and devices have no content, whatever their size says (pax, "size"). */
const isBare = (mark: string): boolean => '123456'.includes(mark);

function entryOf(head: Buffer, mark: string, name: string, target: string, size: number, offset: number): TarEntry {
  if (SPECIAL.has(mark)) throw new ImageError('unsupported', `${name} is neither a file nor a folder nor a link`);
  // As the oldest tar wrote folders.
  const type = mark === '0' || mark === '\0' ? (name.endsWith('/') ? 'directory' : 'file') : TYPES[mark];
  if (type === undefined) throw new ImageError('unsupported', `${name} is of a kind that is not known`);
  const isLink = type === 'symlink' || type === 'hardlink';
  if (isLink && (target === '' || Buffer.byteLength(target) > MAX_TARGET)) {
    throw new ImageError('corrupt', `the link ${name} leads nowhere`);
  }
  const mode = numberField(head.subarray(100, 108), offset) & 0o7777;
  return {
    path: partsOf(name),
    isAbsolute: name.startsWith('/'),
    type,
    mode,
    size,
    offset,
    target: isLink ? target : '',
  };
}

/**
 * The parts of a path that stays inside of the folder.
 *
 * @throws {ImageError} `unsupported` for one that does not
 */
export function partsOf(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const isFine = (part: string) => isEntryName(part) && Buffer.byteLength(part) <= MAX_NAME && !part.includes('\ufffd');
  if (path.length > MAX_PATH || !parts.every(isFine)) {
    throw new ImageError('unsupported', `it has a name that no folder takes: ${path.slice(0, MAX_NAME)}`);
  }
  return parts;
}

/** Whether the first 512 bytes of a file are the head of a tar file, of whatever form, by its checksum. */
export function isTarHead(head: Buffer): boolean {
  try {
    checkSum(head, 0);
    return head[0] !== 0;
  } catch (error) {
    if (error instanceof ImageError) return false;
    throw error;
  }
}

function checkSum(head: Buffer, at: number): void {
  const told = numberField(head.subarray(148, 156), at);
  // The field itself counts as blanks.
  let sum = 8 * 32;
  for (let place = 0; place < BLOCK; place++) if (place < 148 || place >= 156) sum += head[place] ?? 0;
  if (sum !== told) throw new ImageError('corrupt', 'it is no tar file', at);
}

/** Octal digits, or, where the first bit is set, the number itself (GNU tar). */
function numberField(field: Buffer, at: number): number {
  const isBinary = ((field[0] ?? 0) & 0x80) !== 0;
  const value = isBinary
    ? [...field.subarray(1)].reduce((sum, byte) => sum * 256 + byte, (field[0] ?? 0) & 0x7f)
    : Number.parseInt(field.toString('latin1').replaceAll(/[\0 ]/g, '') || '0', 8);
  if (!Number.isSafeInteger(value)) throw new ImageError('corrupt', 'it has a number that is none', at);
  return value;
}

function nameOf(head: Buffer): string {
  const isUstar = head.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isUstar ? textField(head.subarray(345, 500)) : '';
  const name = textField(head.subarray(0, 100));
  return prefix === '' ? name : `${prefix}/${name}`;
}

function textField(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? field.length : end);
}

/** Lines of `LENGTH KEY=VALUE`, the length that of the whole line. */
function paxOf(bytes: Buffer): Told {
  const told: Told = {};
  for (let at = 0; at < bytes.length; ) {
    const [, digits = ''] = /^(\d{1,7}) /.exec(bytes.toString('latin1', at, at + 8)) ?? [];
    const end = at + Number(digits);
    if (digits === '' || end <= at + digits.length || end > bytes.length) {
      throw new ImageError('corrupt', 'the attributes of a file in it are damaged');
    }
    const line = bytes.toString('utf8', at + digits.length + 1, end - 1);
    const [key, value] = [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)];
    if (key.startsWith('GNU.sparse.')) throw new ImageError('unsupported', 'it has a file with holes');
    if (key === 'path' || key === 'linkpath') told[key] = value;
    if (key === 'size') {
      told.size = /^\d{1,15}$/.test(value) ? Number(value) : Number.MAX_SAFE_INTEGER;
    }
    at = end;
  }
  return told;
}
