/**
 * Images that stand in a search directory themselves, where an install or an update has to put its link, or from where they
 * would hide it: each is kept as a version of its own, so that one can go back to it.
 */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type InstallChange, isInstall } from '../../shared/changes/install.ts';
import type { Adopted } from '../../shared/changes/row.ts';
import { isUpdate } from '../../shared/changes/update.ts';
import { imageFileName, isImageVersion, plainPlaces, type Store, storeFor } from '../../shared/images/store.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { isArchitecture } from '../../shared/systemd/architecture.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import { hashFile } from '../host/hash-file.ts';
import { hostPath } from '../host/rooted.ts';
import type { Adoptions } from './adoption.ts';
import { isVersioned, storeForChange } from './file-changes.ts';

/**
 * The image of a name that stands beside the links of a store itself, or above them.
 *
 * @returns null where there is none, or another entry of the name is beside it, so that only luck says which counts
 */
export function plainEntry(
  { extensions }: System,
  extensionClass: ExtensionClass,
  name: string,
  store: Store,
): Extension | null {
  const mine = extensions.filter((one) => one.class === extensionClass && one.name === name && !one.masks);
  for (const directory of plainPlaces(extensionClass, store)) {
    const [only, ...others] = mine.filter(({ path }) => dirname(path) === directory);
    if (only === undefined) continue;
    const isPlain = others.length === 0 && only.type === 'raw' && only.realPath === only.path;
    const isOurs = ['raw', `${extensionClass}.raw`].some((suffix) => only.path === `${directory}/${name}.${suffix}`);
    const isLast = directory === store.directory || !mine.some((one) => isPlainIn(one, store.directory));
    return isPlain && isOurs && isLast ? only : null;
  }
  return null;
}

function isPlainIn({ path, realPath }: Extension, directory: string): boolean {
  return dirname(path) === directory && realPath === path;
}

/** @throws {VeneerError} `not-authorized` where the image has no version, and the user may not read it to give it one */
export async function readAdoptions(root: string, system: System, changes: readonly Change[]): Promise<Adoptions> {
  const found = new Map<Change, Adopted>();
  for (const change of changes) {
    const adoption = await adoptionFor(root, system, change);
    if (adoption !== null) found.set(change, adoption);
  }
  return found;
}

async function adoptionFor(root: string, system: System, change: Change): Promise<Adopted | null> {
  if (isInstall(change)) return isVersioned(system, change) ? null : adoptionAt(root, system, change);
  if (!isUpdate(change)) return null;
  // systemd-sysupdate installs the very version that it takes, whose hash nobody has told yet.
  return adoptEntry(root, system, change, storeFor(change.class, 'kept'), { version: change.version, sha256: null });
}

/** What an install of a name would keep, for the sheet that asks. */
export function adoptionAt(root: string, system: System, change: InstallChange): Promise<Adopted | null> {
  return adoptEntry(root, system, change, storeForChange(system, change), change.image);
}

/** What takes the place of the image, as far as it is known. */
interface Incoming {
  readonly version: string | null;
  readonly architecture?: string | null;
  readonly sha256: string | null;
}

/** systemd orders v10 before 1, so of one name all versions have the letter, or none. */
export function spelledLike(other: string | null, version: string): string {
  return other !== null && /^v\d/.test(other) && /^\d/.test(version) ? `v${version}` : version;
}

async function adoptEntry(
  root: string,
  system: System,
  { class: extensionClass, name }: Pick<Change, 'class' | 'name'>,
  store: Store,
  incoming: Incoming,
): Promise<Adopted | null> {
  const entry = plainEntry(system, extensionClass, name, store);
  if (entry === null) return null;
  const path = hostPath(root, entry.path);
  const spelled = entry.release?.['ARCHITECTURE'];
  const architecture = spelled !== undefined && isArchitecture(spelled) ? spelled : null;
  const version = entry.version === null ? null : spelledLike(incoming.version, entry.version);
  const known = version !== null && isImageVersion(version) ? version : null;
  const stored =
    known === null ? null : hostPath(root, `${store.store}/${name}/${imageFileName(name, known, architecture)}`);
  const isFree = known !== null && stored !== null && (await canStandAt(path, stored, known, architecture, incoming));
  // As an image gets its version that names none (inspected-image.ts).
  const kept = isFree ? known : `0.${(await hashFile(path, null)).slice(0, 12)}`;
  return { name, path: entry.path, store, version: kept, architecture };
}

/** Whether nothing of another content has, or will have, the name in the store that the image would get. */
async function canStandAt(
  path: string,
  stored: string,
  version: string,
  architecture: string | null,
  incoming: Incoming,
): Promise<boolean> {
  const { sha256 } = incoming;
  const isRival = sha256 !== null && incoming.version === version && incoming.architecture === architecture;
  if (isRival && (await hashFile(path, null)) !== sha256) return false;
  const there = statSync(stored, { throwIfNoEntry: false });
  if (there === undefined) return true;
  return there.size === statSync(path).size && (await hashFile(stored, null)) === (await hashFile(path, null));
}
