/** What the helper writes down of the host before a change that it may take back: /run/veneer/go-back.json, root's own. */
import { lstatSync, readFileSync, readlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { type ExtensionClass, isExtensionClass } from '../../shared/systemd/classes.ts';
import { isStartable } from '../../shared/systemd/unit-name.ts';
import { entriesOf, type NamedEntry, safeJoin, WIDEST_RULES } from './directories.ts';
import { Fields, isBoolean, isName, isText, orNull } from './fields.ts';
import { writeWhole } from './files.ts';

const FOLDER = '/run/veneer';
const FILE = 'go-back.json';
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_TARGET = 4096;

/** An entry of a name as it stood; the target of what is a link. */
export interface NotedEntry extends NamedEntry {
  readonly target: string | null;
}

/** What stood in the search directories of a name. */
export interface NotedName {
  readonly class: ExtensionClass;
  readonly name: string;
  readonly entries: readonly NotedEntry[];
}

/** What was merged of a class. */
export interface NotedMerge {
  readonly class: ExtensionClass;
  readonly names: readonly string[];
  readonly writable: boolean;
  /** Whether it was merged, unmerged or merged again since. */
  readonly touched: boolean;
}

/** A unit that ran, by the run that it was in. */
export interface NotedUnit {
  readonly unit: string;
  readonly invocation: string;
}

export interface TrialRecord {
  /** When it goes back, by the kernel's monotonic clock; milliseconds. */
  readonly until: number;
  readonly merges: readonly NotedMerge[];
  readonly names: readonly NotedName[];
  readonly units: readonly NotedUnit[];
}

/** The kernel's monotonic clock, the same for every process; milliseconds. */
export const monotonicNow = (): number => Number(process.hrtime.bigint() / 1_000_000n);

/** Needs the folder that the lock makes. @throws {VeneerError} `unsupported` for more than can be gone back from */
export function writeRecord(record: TrialRecord): void {
  const text = JSON.stringify(record);
  // What is too long to be read again is no promise.
  if (Buffer.byteLength(text) > MAX_BYTES)
    throw new VeneerError('unsupported', messageOf('helper.too-much-to-go-back'));
  writeWhole(safeJoin('/', FOLDER), FILE, text, 0o600);
}

export function deleteRecord(): void {
  const path = join(safeJoin('/', FOLDER), FILE);
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) unlinkSync(path);
}

/** @returns null where there is none, and for what this helper would not have written, which nobody acts on */
export function readRecord(): TrialRecord | null {
  const path = join(safeJoin('/', FOLDER), FILE);
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile() || stat.uid !== 0 || (stat.mode & 0o077) !== 0) return null;
  if (stat.size > MAX_BYTES) return null;
  return parseRecord(readFileSync(path, 'utf8'));
}

/** @returns null for what is no record */
export function parseRecord(text: string): TrialRecord | null {
  try {
    const fields = Fields.parse(text);
    const record = {
      until: fields.take('until', isMoment, 'no time'),
      merges: fields.take('merges', isList(isMerge), 'no merges'),
      names: fields.take('names', isList(isNotedName), 'no names'),
      units: fields.take('units', isList(isUnit), 'no units'),
    };
    fields.end();
    return record;
  } catch {
    return null;
  }
}

/** How a name stands now. */
export function noteName(root: string, extensionClass: ExtensionClass, name: string): NotedName {
  const entries = entriesOf(root, extensionClass, name).map((entry): NotedEntry => {
    const path = join(safeJoin(root, entry.directory), entry.fileName);
    return { ...entry, target: entry.kind === 'symlink' ? readlinkSync(path) : null };
  });
  return { class: extensionClass, name, entries };
}

/** As many as the bound of the file lets stand there. */
const isList =
  <T>(isRight: (value: unknown) => value is T) =>
  (value: unknown): value is T[] =>
    Array.isArray(value) && value.every(isRight);
type Parsed = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Parsed => typeof value === 'object' && value !== null;
const isMoment = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

const isMerge = (value: unknown): value is NotedMerge =>
  isRecord(value) &&
  isExtensionClass(value['class']) &&
  isList(isName)(value['names']) &&
  isBoolean(value['writable']) &&
  isBoolean(value['touched']);

const isUnit = (value: unknown): value is NotedUnit =>
  isRecord(value) &&
  isText(isStartable)(value['unit']) &&
  isText((text) => /^[0-9a-f]{0,32}$/.test(text))(value['invocation']);

const isNotedName = (value: unknown): value is NotedName =>
  isRecord(value) &&
  isExtensionClass(value['class']) &&
  isName(value['name']) &&
  isList(isNotedEntry(value['class']))(value['entries']);

/** In a search directory of the class, and nowhere else. */
const isNotedEntry =
  (extensionClass: ExtensionClass) =>
  (value: unknown): value is NotedEntry =>
    isRecord(value) &&
    WIDEST_RULES.searchPath[extensionClass].some((directory) => directory === value['directory']) &&
    isText((text) => /^[^/\0]{1,255}$/.test(text) && text !== '.' && text !== '..')(value['fileName']) &&
    ['directory', 'empty-directory', 'symlink', 'other'].includes(String(value['kind'])) &&
    orNull(isText((text) => text.length > 0 && text.length <= MAX_TARGET && !text.includes('\0')))(value['target']) &&
    (value['kind'] === 'symlink') === (value['target'] !== null);
