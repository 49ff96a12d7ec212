/**
 * Takes over an image that stands in a search directory itself, where the link to the current version has to be or from where
 * it would hide it: it is kept in the store as a version of its own, so that what takes its place loses nothing.
 */

import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  type Stats,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { imageFileName, plainPlaces, type Store, type VersionedAs } from '../../shared/images/store.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { hashOf, hashOfFile, refuseWithoutRoom, writeAll } from './copying.ts';
import { entriesOf, type NamedEntry, safeJoin } from './directories.ts';
import { makeDirectory, syncDirectory, unfinishedPath } from './files.ts';
import { noteMade } from './labels.ts';
import { folderOf, linkOf } from './store.ts';

/** Mode bits of the group and of everybody. */
const OTHERS_MAY_WRITE = 0o022;

/** Which name, and the store that takes the image. */
export interface Named {
  readonly root: string;
  readonly class: ExtensionClass;
  readonly name: string;
  readonly store: Store;
}

/** Where an image stands in a search directory. */
export type PlainImage = Pick<NamedEntry, 'directory' | 'fileName'>;

/**
 * The image that stands beside the links of a store itself or above them, as `NAME.raw` or with the class in its name.
 *
 * @returns null where there is none, or another entry of the name beside it, so that only luck says which of them counts
 */
export function plainImage({ root, class: extensionClass, name, store }: Named): PlainImage | null {
  const mine = entriesOf(root, extensionClass, name).filter(({ kind }) => kind !== 'empty-directory');
  for (const place of plainPlaces(extensionClass, store)) {
    const [only, ...others] = mine.filter(({ directory }) => directory === place);
    if (only === undefined) continue;
    const { directory, fileName } = only;
    const isOurs = fileName === `${name}.raw` || fileName === `${name}.${extensionClass}.raw`;
    if (others.length > 0 || !isOurs) return null;
    return lstatSync(join(safeJoin(root, directory), fileName)).isFile() ? { directory, fileName } : null;
  }
  return null;
}

/** What was taken over. */
export interface TakenOver {
  /** What was done, a sentence each; none where no image stands there any more. */
  readonly done: readonly Message[];
  /** To be called once the link is there: takes an image away that would hide it. @returns what was done */
  readonly finish: () => readonly Message[];
}

/**
 * Puts the image that gives its place to the link into the store. It goes on counting until the link takes its place, or
 * until it is taken away above the link; a helper that is killed at any step leaves it there.
 *
 * @throws {VeneerError} `unsupported` where the store has another image of that version, `no-space`, `changed` where
 *   somebody writes to it meanwhile
 */
export function takeOver(named: Named, { version, architecture }: VersionedAs): TakenOver {
  const { root, name, store } = named;
  const plain = plainImage(named);
  if (plain === null) return { done: [], finish: () => [] };
  const { fileName } = plain;
  const directory = safeJoin(root, plain.directory);
  const folder = safeJoin(root, folderOf(store, name));
  makeDirectory(folder);
  const keptName = imageFileName(name, version, architecture);
  const kept = `${folderOf(store, name)}/${keptName}`;
  keepFile(join(directory, fileName), folder, keptName, kept);
  const place = `${plain.directory}/${fileName}`;
  if (plain.directory !== store.directory) {
    return {
      done: [messageOf('helper.kept-image-that-stood-at-as', { path: place, kept })],
      finish: () => {
        unlinkSync(join(directory, fileName));
        syncDirectory(directory);
        return [messageOf('helper.removed', { path: place })];
      },
    };
  }
  if (fileName !== `${name}.raw`) {
    renameSync(join(directory, fileName), join(directory, `${name}.raw`));
    syncDirectory(directory);
  }
  return {
    done: [messageOf('helper.kept-image-that-stood-at-as', { path: linkOf(store, name), kept })],
    finish: () => [],
  };
}

function keepFile(from: string, folder: string, keptName: string, kept: string): void {
  const source = openSync(from, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const before = fstatSync(source);
    const path = join(folder, keptName);
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) refuseOther(source, path, kept);
    else if (!isRootsOwn(before) || !linkIfPossible(from, path)) copyContent(source, before, folder, path);
    syncDirectory(folder);
  } finally {
    closeSync(source);
  }
}

/** Whether nobody else can write to the file, so that it may be in the store as it is. */
function isRootsOwn({ uid, mode }: Stats): boolean {
  return (uid === 0 || uid === process.geteuid?.()) && (mode & OTHERS_MAY_WRITE) === 0;
}

function refuseOther(source: number, path: string, kept: string): void {
  if (hashOfFile(path) === hashOf(source, fstatSync(source).size)) return;
  throw new VeneerError('unsupported', messageOf('helper.is-there-already-and-has-another', { path: kept }), {
    nextStep: messageOf('common.look-at-new-plan-and-apply'),
  });
}

/** @returns false where the store is on another file system */
function linkIfPossible(from: string, path: string): boolean {
  try {
    linkSync(from, path);
    noteMade(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EXDEV') return false;
    throw error;
  }
}

function copyContent(source: number, before: Stats, folder: string, path: string): void {
  refuseWithoutRoom(folder, before.size);
  const unfinished = unfinishedPath(folder);
  const out = openSync(
    unfinished,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    0o600,
  );
  try {
    hashOf(source, before.size, (bytes) => writeAll(out, bytes));
    const after = fstatSync(source);
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new VeneerError('changed', messageOf('helper.somebody-writes-to-image-that-is'), {
        nextStep: messageOf('helper.wait-until-it-has-ended-and'),
      });
    }
    fchmodSync(out, 0o644);
    fsyncSync(out);
    // A link never replaces, so a file that came there meanwhile stays.
    linkSync(unfinished, path);
    noteMade(path);
  } finally {
    closeSync(out);
    unlinkSync(unfinished);
  }
}
