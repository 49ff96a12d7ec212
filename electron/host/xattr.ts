/**
 * Extended attributes of a file. Node has no call for them, so a program is asked: getfattr where it is installed,
 * else GNU tar, which is everywhere systemd is and writes them into its pax headers.
 */
import { basename, dirname } from 'node:path';
import { runProgram, runProgramSync } from '../node/run-program.ts';
import { findProgram } from './systemd-version.ts';

const GETFATTR = 'getfattr';
const TIMEOUT_MS = 5000;
const PAX_KEY = 'SCHILY.xattr.';
const MAX_OUTPUT = 4 * 1024 * 1024;
const MANY_TIMEOUT_MS = 20_000;
const MANY_MAX_OUTPUT = 64 * 1024 * 1024;

/**
 * All attributes of a file that this user may read, without following a symlink.
 *
 * @returns undefined where no program could tell
 */
export function readXattrs(path: string): Map<string, Buffer> | undefined {
  const viaGetfattr = runXattrProgram(GETFATTR, [
    '--absolute-names',
    '--no-dereference',
    '--dump',
    '--match=-',
    '--encoding=base64',
    '--',
    path,
  ]);
  if (viaGetfattr !== null) return parseGetfattr(viaGetfattr.toString('latin1'));
  const viaTar = runXattrProgram('tar', [
    '--create',
    '--file=-',
    '--no-recursion',
    '--xattrs',
    '--xattrs-include=*',
    `--directory=${dirname(path)}`,
    '--',
    `./${basename(path)}`,
  ]);
  return viaTar === null ? undefined : paxXattrs(viaTar);
}

/** Whether this host has a program that tells the attributes of many files. */
export const mayAskForXattrs = (): boolean => findProgram(GETFATTR) !== null;

/**
 * The attributes of everything below a folder and of itself, by path, in one go; entries without any are left out, and
 * what this user may not read is as if it had none. `trusted.` attributes are shown to root alone.
 *
 * @param folder absolute
 * @returns undefined where getfattr is missing or took too long
 */
export async function readAllXattrs(folder: string): Promise<XattrsByPath | undefined> {
  const program = findProgram(GETFATTR);
  if (program === null) return undefined;
  coming ??= askAtOnce(program);
  coming.folders.push(folder);
  const together = await coming.answer;
  // One folder that takes too long must not cost the others their answer.
  const found = together ?? (await dumpBelow(program, [folder]));
  if (found === null) return undefined;
  const isInside = (path: string) => path === folder || path.startsWith(`${folder}/`);
  return new Map([...found].filter(([path]) => isInside(path)));
}

/** Folders that are asked for at the same time, which one program tells of: to start it takes longest. */
interface Together {
  readonly folders: string[];
  /** null where it could not be told of all, or there is but one. */
  readonly answer: Promise<XattrsByPath | null>;
}

let coming: Together | null = null;

function askAtOnce(program: string): Together {
  const folders: string[] = [];
  const answer = new Promise<void>((settle) => setImmediate(settle)).then(() => {
    coming = null;
    return folders.length === 1 ? null : dumpBelow(program, folders);
  });
  return { folders, answer };
}

async function dumpBelow(program: string, folders: readonly string[]): Promise<XattrsByPath | null> {
  const options = ['--no-dereference', '--physical', '--recursive', '--match=-'];
  const found = await dumpXattrs(program, options, folders);
  return typeof found === 'string' ? null : found;
}

/** Room for paths in the arguments of one program; the kernel gives 2 MiB with the environment. */
const MAX_ARGUMENTS = 512 * 1024;

export interface XattrsOf {
  /** Of the files that have any. */
  readonly found: XattrsByPath;
  /** Files whose attributes could not be told. */
  readonly untold: ReadonlySet<string>;
}

export interface Asking {
  /** Where getfattr stands; null where it is missing. */
  readonly program?: string | null;
  /** The most bytes that are taken of one answer. */
  readonly mostOutput?: number;
  /** Whether a symlink stands for what it leads to. */
  readonly links?: 'followed' | 'themselves';
}

/**
 * The attributes of files whose names match. Where the answer for many is too long, it is asked for
 * again in halves, so that a file with too much costs itself its answer and no other.
 *
 * @param paths absolute
 * @param pattern a POSIX regular expression for names of attributes
 * @returns null where getfattr is missing
 */
export async function readXattrsOf(
  paths: readonly string[],
  pattern: string,
  { program = findProgram(GETFATTR), mostOutput = MANY_MAX_OUTPUT, links = 'followed' }: Asking = {},
): Promise<XattrsOf | null> {
  if (program === null) return null;
  const found: XattrsByPath = new Map();
  const untold = new Set<string>();
  const options = [`--match=${pattern}`, ...(links === 'themselves' ? ['--no-dereference'] : [])];
  const askFor = async (part: readonly string[]): Promise<void> => {
    const told = await dumpXattrs(program, options, part, mostOutput);
    if (told === 'too-long' && part.length > 1) {
      const half = Math.ceil(part.length / 2);
      await askFor(part.slice(0, half));
      await askFor(part.slice(half));
    } else if (typeof told === 'string') for (const path of part) untold.add(path);
    else for (const [path, attributes] of told) found.set(path, attributes);
  };
  for (let next = 0; next < paths.length; ) {
    const part: string[] = [];
    for (let room = MAX_ARGUMENTS; room > 0 && next < paths.length; next++) {
      const path = paths[next] as string;
      part.push(path);
      room -= Buffer.byteLength(path) + 1;
    }
    await askFor(part);
  }
  return { found, untold };
}

export type XattrsByPath = Map<string, Map<string, Buffer>>;

/** @returns `failed` where the program took too long, or did not end by itself */
async function dumpXattrs(
  program: string,
  options: readonly string[],
  paths: readonly string[],
  maxBuffer = MANY_MAX_OUTPUT,
): Promise<XattrsByPath | 'too-long' | 'failed'> {
  const { status, broken, stdout } = await runProgram(
    program,
    ['--absolute-names', '--dump', '--encoding=base64', ...options, '--', ...paths],
    { timeoutMs: MANY_TIMEOUT_MS, mostBytes: maxBuffer, encoding: 'latin1' },
  );
  if (broken === 'too-long') return 'too-long';
  // Its exit status is 1 where one entry could not be read; without one it did not end by itself.
  return status === null ? 'failed' : parseMany(stdout);
}

/**
 * What getfattr dumps of many files in base64: blocks of `# file: PATH` and the lines of its attributes, with a blank line between.
 *
 * @param text bytes as Latin-1
 */
export function parseMany(text: string): XattrsByPath {
  const found = new Map<string, Map<string, Buffer>>();
  for (const block of text.split('\n\n')) {
    const [, path] = /^# file: (.*)$/m.exec(block) ?? [];
    if (path !== undefined) found.set(unescapePath(path), parseGetfattr(block));
  }
  return found;
}

/** getfattr writes control characters and backslashes as `\ooo`. */
function unescapePath(text: string): string {
  const bytes = text.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8) & 0xff),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Lines `NAME=0sBASE64`, or `NAME` alone for an empty value. */
function parseGetfattr(text: string): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const at = line.indexOf('=0s');
    if (at < 0) found.set(line, Buffer.alloc(0));
    else found.set(line.slice(0, at), Buffer.from(line.slice(at + 3), 'base64'));
  }
  return found;
}

function runXattrProgram(name: string, args: readonly string[]): Buffer | null {
  const program = findProgram(name);
  return program === null ? null : runProgramSync(program, args, { timeoutMs: TIMEOUT_MS, mostBytes: MAX_OUTPUT });
}

/** The attributes in the pax header that leads a tar stream; records are `LENGTH KEY=VALUE\n` (POSIX pax). */
export function paxXattrs(archive: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  if (String.fromCharCode(archive[156] ?? 0) !== 'x') return found;
  const size = Number.parseInt(archive.toString('latin1', 124, 136), 8);
  const records = archive.subarray(512, 512 + size);
  for (let at = 0; at < records.length; ) {
    const blank = records.indexOf(0x20, at);
    if (blank < 0) break;
    const length = Number.parseInt(records.toString('latin1', at, blank), 10);
    if (!(length > 0)) break;
    const record = records.subarray(blank + 1, at + length - 1);
    const equals = record.indexOf(0x3d);
    const key = record.toString('utf8', 0, Math.max(0, equals));
    if (key.startsWith(PAX_KEY)) found.set(key.slice(PAX_KEY.length), record.subarray(equals + 1));
    at += length;
  }
  return found;
}
