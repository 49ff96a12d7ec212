/**
 * Names whose images stand in a `.v` directory, of which systemd takes the newest that fits (systemd.v(7)). Every image
 * is in the store as well, as a hard link, so that an older one becomes current by taking the newer ones out.
 */

import { linkSync, lstatSync, rmdirSync, unlinkSync } from 'node:fs';
import { machine } from 'node:os';
import { join } from 'node:path';
import {
  imageFileName,
  parseVersionedFileName,
  type Store,
  versionedDirectory,
  versionedFileName,
} from '../../shared/images/store.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { architectureFromUname } from '../../shared/systemd/architecture.ts';
import type { DirectoryEntry } from '../../shared/systemd/search-directory.ts';
import { pickVersion } from '../../shared/systemd/vpick.ts';
import { safeJoin, WIDEST_RULES } from './directories.ts';
import { makeDirectory, namesIn, syncDirectory } from './files.ts';
import { noteMade } from './labels.ts';

/** Which `.v` directory and which store. */
export interface Versioned {
  readonly name: string;
  /** The `.v` directory, with the root. */
  readonly place: string;
  /** The folder of the name in its store, with the root. */
  readonly folder: string;
}

/** @returns null where the name has no `.v` directory beside the links of the store */
export function versionedIn(root: string, store: Store, name: string): Versioned | null {
  const parent = safeJoin(root, store.directory);
  if (lstatSync(join(parent, `${name}.raw.v`), { throwIfNoEntry: false }) === undefined) return null;
  const place = safeJoin(root, versionedDirectory(store, name));
  return { name, place, folder: safeJoin(root, `${store.store}/${name}`) };
}

/** Puts every image of the `.v` directory into the store as well. */
export function adoptVersion({ name, place, folder }: Versioned): void {
  makeDirectory(folder);
  for (const fileName of imagesIn({ name, place })) {
    const path = join(folder, storedName(fileName, name));
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) continue;
    linkSync(join(place, fileName), path);
    noteMade(path);
  }
  syncDirectory(folder);
}

/** The name in the store of the image that systemd takes from the `.v` directory; null where it takes none. */
export function currentIn({ name, place }: Versioned): string | null {
  const picked = pickName(imagesIn({ name, place }), name);
  return picked === null ? null : storedName(picked, name);
}

/**
 * Refuses what systemd would not find again in a `.v` directory, before anything of it is written: there a version ends
 * at the next underscore.
 *
 * @throws {VeneerError} `invalid-input` for such a version, `unsupported` for an image of another architecture
 */
export function refuseUnpickable(name: string, version: string, architecture: string | null): void {
  const wanted = versionedFileName(name, version, architecture);
  const found = parseVersionedFileName(wanted, name);
  if (found?.version !== version || found.architecture !== architecture) {
    throw new VeneerError('invalid-input', messageOf('common.cannot-be-version-of-in-its', { version, name }), {
      nextStep: messageOf('common.name-another-one-with-version-as'),
    });
  }
  if (pickName([wanted], name) !== wanted) {
    throw new VeneerError(
      'unsupported',
      messageOf('helper.systemd-takes-no-image-for-from', { architecture: architecture ?? '', path: `${name}.raw.v` }),
      {
        nextStep: messageOf('helper.install-image-that-was-made-for'),
      },
    );
  }
}

/**
 * Makes a version that is in the store the one that systemd takes. What it takes changes with the last step only.
 *
 * @param version one that `refuseUnpickable` lets pass
 * @throws {VeneerError} `unsupported` where something newer cannot be kept
 */
export function makeNewest({ name, place, folder }: Versioned, version: string, architecture: string | null): void {
  const wanted = versionedFileName(name, version, architecture);
  const ranked = inOrder([...namesIn(place), wanted], name);
  const newer = ranked.slice(0, ranked.indexOf(wanted));
  const lost = newer.find((fileName) => parseVersionedFileName(fileName, name) === null);
  if (lost !== undefined) {
    throw new VeneerError('unsupported', messageOf('helper.is-newer-and-cannot-be-kept', { file: lost }), {
      nextStep: messageOf('helper.move-it-out-of-by-hand', { path: `${name}.raw.v` }),
    });
  }
  if (!namesIn(place).includes(wanted)) linkSync(join(folder, storedName(wanted, name)), join(place, wanted));
  syncDirectory(place);
  for (const fileName of newer.reverse()) unlinkSync(join(place, fileName));
  syncDirectory(place);
}

/** Takes all images out, the one that counts last, and the directory with them where nothing else is in it. */
export function takeAllOut({ name, place }: Versioned): void {
  const ranked = inOrder(imagesIn({ name, place }), name);
  const unfit = imagesIn({ name, place }).filter((fileName) => !ranked.includes(fileName));
  for (const fileName of [...unfit, ...ranked.reverse()]) unlinkSync(join(place, fileName));
  syncDirectory(place);
  if (namesIn(place).length === 0) rmdirSync(place);
}

/** The path of an image in the `.v` directory, where it is there. @param stored its name in the store */
export function pathOf({ name, place }: Versioned, stored: string): string | null {
  const fileName = imagesIn({ name, place }).find((one) => storedName(one, name) === stored);
  return fileName === undefined ? null : join(place, fileName);
}

function imagesIn({ name, place }: Pick<Versioned, 'name' | 'place'>): string[] {
  return namesIn(place).filter(
    (fileName) => parseVersionedFileName(fileName, name) !== null && lstatSync(join(place, fileName)).isFile(),
  );
}

function pickName(fileNames: Iterable<string>, name: string): string | null {
  const entries = [...fileNames].map((fileName): DirectoryEntry => ({ fileName, target: 'file', symlink: false }));
  const host = { rules: WIDEST_RULES, architecture: architectureFromUname(machine()) };
  return pickVersion(entries, name, '.raw', host)?.fileName ?? null;
}

/** What systemd takes, then what it would take if that were gone, and so on. */
function inOrder(fileNames: readonly string[], name: string): string[] {
  const left = new Set(fileNames);
  const order: string[] = [];
  for (let picked = pickName(left, name); picked !== null; picked = pickName(left, name)) {
    order.push(picked);
    left.delete(picked);
  }
  return order;
}

function storedName(fileName: string, name: string): string {
  const parts = parseVersionedFileName(fileName, name);
  if (parts === null) throw new VeneerError('internal', messageOf('helper.has-no-version', { file: fileName }));
  return imageFileName(name, parts.version, parts.architecture);
}
