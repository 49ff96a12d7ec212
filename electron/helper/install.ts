/**
 * Puts an image into its store and makes it the current version of its name. The image is what stdin is open on: the
 * caller opened it with the rights of the person who asked, so root never follows a path that it was told.
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
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Served } from '../../shared/images/origin.ts';
import { imageFileName, type Store, type VersionedAs, versionedDirectory } from '../../shared/images/store.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { hashOf, hashOfFile, refuseWithoutRoom, writeAll } from './copying.ts';
import { entriesOf, safeJoin } from './directories.ts';
import { type Fields, isBoolean, orNull, parseInner } from './fields.ts';
import { makeDirectory, removeIfEmpty, replaceLink, syncDirectory, unfinishedPath } from './files.ts';
import { type Flat, flatVersionOf, NOTHING_FLAT } from './flat.ts';
import { noteMade } from './labels.ts';
import { writeOrigin } from './origin.ts';
import {
  isCount,
  isHash,
  isNull,
  takeArchitecture,
  takeFlag,
  takeName,
  takeServed,
  takeStore,
  takeVersion,
  takeVersionedAs,
} from './parameters.ts';
import { vacuumStore } from './remove.ts';
import { currentTarget, folderOf, linkOf, sweepStores } from './store.ts';
import { takeBack } from './take-back.ts';
import { plainImage, takeOver } from './take-over.ts';
import { flatHere } from './transfer.ts';
import { type Common, type OnProgress, verb } from './verb.ts';
import { adoptVersion, makeNewest, refuseUnpickable, type Versioned, versionedIn } from './versioned.ts';

export interface InstallRequest extends Common {
  readonly name: string;
  readonly store: Store;
  readonly version: string;
  /** In the file name; null for an image that fits any. */
  readonly architecture: string | null;
  /** Of the image on stdin, as the person saw it; null where the version is in the store already. */
  readonly sha256: string | null;
  /** How many older versions stay; null leaves all. */
  readonly keep: number | null;
  /** Whether it counts from now on; an image may only be stored beside what counts. */
  readonly current: boolean;
  /** Into the `.v` directory of the name, instead of a symlink that says which version is current. */
  readonly versioned: boolean;
  /**
   * By which version an image is kept that stands where the link has to be. Which file that is, the helper looks itself;
   * null refuses one.
   */
  readonly adopts: VersionedAs | null;
  /** From where the image was fetched, as who asks says; null for one that is a file, and for a version that is in the store. */
  readonly origin: Served | null;
}

const STDIN = 0;

/**
 * @returns what was done, a sentence each
 * @throws {VeneerError} `changed` where the image is not the one that the person saw, `no-space`, `not-found` for a
 *   version that is not in the store, `unsupported` where something else of the name is in the way; then nothing of
 *   the old version is changed
 */
export function installImage(
  request: InstallRequest,
  stdin: number,
  onProgress: OnProgress,
  flat: Flat = NOTHING_FLAT,
): Message[] {
  const { root, name, store, version, architecture, sha256 } = request;
  if (!request.current && sha256 !== null) return [putBeside(request, sha256, stdin, onProgress)];
  refuseOtherForms(request);
  // An image that the plan keeps as a version gives its place to the link.
  const plain = request.adopts === null ? null : plainImage(request);
  const isInPlace = plain?.directory === store.directory;
  const before = request.versioned || isInPlace ? null : currentTarget(root, store, name);
  const directory = safeJoin(root, store.directory);
  const fileName = imageFileName(name, version, architecture);
  const kept = folderWith(request, fileName, flat);
  const folder = safeJoin(root, kept);
  const target = `${kept}/${fileName}`;
  const done: Message[] = [];
  const versioned = request.versioned ? needVersioned(request) : null;
  const wasThere = lstatSync(join(folder, fileName), { throwIfNoEntry: false })?.isFile() === true;
  if (sha256 !== null) done.push(putInFolder(request, stdin, folder, fileName, sha256, target, onProgress));
  else if (!wasThere)
    throw new VeneerError('not-found', messageOf('helper.is-not-there-so-it-cannot', { path: target }));
  if (before === target && plain === null)
    return [...done, messageOf('helper.leads-there-already', { path: linkOf(store, name) })];
  if (versioned === null) {
    let taken: ReturnType<typeof takeOver> | null = null;
    try {
      makeDirectory(directory);
      taken = request.adopts === null ? null : takeOver(request, request.adopts);
      replaceLink(join(directory, `${name}.raw`), target);
    } catch (error) {
      if (!wasThere) takeBack(request, folder, fileName);
      throw error;
    }
    done.push(
      ...(taken?.done ?? []),
      messageOf('helper.leads-to', { path: linkOf(store, name), target }),
      ...(taken?.finish() ?? []),
    );
  } else {
    makeNewest(versioned, version, architecture);
    done.push(messageOf('helper.is-newest-in', { version, path: versionedDirectory(store, name) }));
  }
  const { class: extensionClass, keep, adopts } = request;
  // What was only just taken over, and perhaps is merged, stays this once.
  const spared = plain !== null && adopts !== null ? imageFileName(name, adopts.version, adopts.architecture) : null;
  if (keep !== null) done.push(...vacuumStore({ class: extensionClass, root, name, keep }, spared, flat));
  return done;
}

/** Only stores the image: what is current stays. */
function putBeside(request: InstallRequest, sha256: string, stdin: number, onProgress: OnProgress): Message {
  const { root, store, name, version, architecture } = request;
  const fileName = imageFileName(name, version, architecture);
  const kept = folderOf(store, name);
  return putInFolder(request, stdin, safeJoin(root, kept), fileName, sha256, `${kept}/${fileName}`, onProgress);
}

function putInFolder(
  request: InstallRequest,
  stdin: number,
  folder: string,
  fileName: string,
  sha256: string,
  target: string,
  onProgress: OnProgress,
): Message {
  const isNew = lstatSync(folder, { throwIfNoEntry: false }) === undefined;
  makeDirectory(folder);
  try {
    const done = putImage(stdin, folder, fileName, sha256, target, onProgress);
    writeOrigin(request, folder, fileName);
    return done;
  } catch (error) {
    if (isNew) removeIfEmpty(folder);
    throw error;
  }
}

/**
 * The folder of a version: that of the name, or the store itself where the transfer file of the name keeps it beside those of
 * others. One that is there already is not moved.
 */
function folderWith(request: InstallRequest, fileName: string, flat: Flat): string {
  const { root, store, name, sha256 } = request;
  const own = folderOf(store, name);
  const isIn = (folder: string) =>
    lstatSync(join(safeJoin(root, folder), fileName), { throwIfNoEntry: false })?.isFile() === true;
  if (sha256 !== null) return flatVersionOf(flat, request, fileName) === null ? own : store.store;
  const isOfOthers = flatVersionOf(flat, request, fileName) === null;
  const [first, second] = isOfOthers ? [own, store.store] : [store.store, own];
  return !isIn(first) && isIn(second) ? second : first;
}

/** The `.v` directory that the plan saw, with every image of it in the store. */
function needVersioned({ root, store, name, version, architecture }: InstallRequest): Versioned {
  const versioned = versionedIn(root, store, name);
  if (versioned === null) {
    throw new VeneerError(
      'not-found',
      messageOf('helper.is-not-there-any-more', { path: versionedDirectory(store, name) }),
      {
        nextStep: messageOf('common.look-at-new-plan-and-apply'),
      },
    );
  }
  refuseUnpickable(name, version, architecture);
  adoptVersion(versioned);
  return versioned;
}

/** Another form of the same name in the same directory would make it a matter of luck which one counts. */
function refuseOtherForms(request: InstallRequest): void {
  const { root, class: extensionClass, name, store, versioned, adopts } = request;
  const plain = adopts === null || versioned ? null : plainImage(request);
  const isInPlace = plain?.directory === store.directory;
  const ours = versioned ? `${name}.raw.v` : isInPlace ? plain.fileName : `${name}.raw`;
  const other = entriesOf(root, extensionClass, name).find(
    ({ directory, fileName, kind }) => directory === store.directory && fileName !== ours && kind !== 'empty-directory',
  );
  if (other === undefined) return;
  throw new VeneerError(
    'unsupported',
    messageOf('helper.is-there-and-has-same-name', { path: `${other.directory}/${other.fileName}` }),
    {
      nextStep: messageOf('helper.remove-it-first-only-one-of'),
    },
  );
}

function putImage(
  stdin: number,
  folder: string,
  fileName: string,
  sha256: string,
  target: string,
  onProgress: OnProgress,
): Message {
  const source = fstatSync(stdin);
  if (!source.isFile() || source.size === 0) {
    throw new VeneerError('invalid-input', messageOf('helper.image-is-not-file-or-it'));
  }
  const path = join(folder, fileName);
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
    if (hashOfFile(path) === sha256) return messageOf('helper.was-there-already', { path: target });
    throw new VeneerError('unsupported', messageOf('helper.is-there-already-and-has-another', { path: target }), {
      nextStep: messageOf('helper.give-image-another-version-or-remove'),
    });
  }
  refuseWithoutRoom(folder, source.size);
  const unfinished = unfinishedPath(folder);
  const out = openSync(
    unfinished,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    0o600,
  );
  try {
    const found = hashOf(stdin, source.size, (bytes, at) => {
      writeAll(out, bytes);
      onProgress(at, source.size);
    });
    if (found !== sha256) {
      throw new VeneerError('changed', messageOf('helper.image-is-not-one-that-was'), {
        nextStep: messageOf('helper.look-at-it-again-then-install'),
        detail: `expected ${sha256}\nfound    ${found}`,
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
  syncDirectory(folder);
  return messageOf('helper.wrote', { path: target });
}

/** @param brings whether the image comes with the request; else the version is there, and can only be made current */
const installVerb = (brings: boolean) =>
  verb({
    writesEtc: true,
    goesBack: true,
    check: (fields: Fields, { class: extensionClass }): Omit<InstallRequest, keyof Common> => ({
      name: takeName(fields),
      store: takeStore(fields, extensionClass),
      version: takeVersion(fields),
      architecture: takeArchitecture(fields),
      sha256: brings
        ? fields.take('sha256', isHash, 'the hash is no SHA-256')
        : fields.take('sha256', isNull, 'a version that is there has no image'),
      keep: fields.take('keep', orNull(isCount), 'the count is out of range'),
      current: fields.take(
        'current',
        (value): value is boolean => isBoolean(value) && (value || brings),
        'a version that is there can only be made current',
      ),
      versioned: takeFlag(fields, 'versioned'),
      adopts: parseInner('adopts', fields, takeVersionedAs),
      origin: brings
        ? parseInner('origin', fields, takeServed)
        : fields.take('origin', isNull, 'a version that is there came before'),
    }),
    run: async (request, onProgress) => {
      sweepStores(request.root, request.class);
      return installImage(request, STDIN, onProgress, await flatHere(request.root));
    },
  });

export const INSTALL_VERBS = { install: installVerb(true), 'make-current': installVerb(false) };
