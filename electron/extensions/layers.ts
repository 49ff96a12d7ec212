/** The true order of layers and what each overrides: files are compared, nothing is guessed from names. */

import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { isMessage, type Message, messageOf, type Text } from '../../shared/messages/message.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Hierarchy, Layer } from '../../shared/model/host.ts';
import { type ExtensionClass, HIERARCHIES } from '../../shared/systemd/classes.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import { hostPath } from '../host/rooted.ts';
import { bytesIn } from './folder-sizes.ts';
import type { ImageIndex } from './index/build.ts';
import { allEntries, FLAG } from './index/entries.ts';
import { indexOf } from './index/index-of.ts';
import { contentOf } from './reading.ts';
import type { System, Target } from './system.ts';

/** An extension with more files than this is not compared; none that is known comes near. */
const MAX_FILES = 200_000;

/** Paths that a plate has room for. */
const MOST_NAMED = 3;

/** Whether systemd would take it at the next merge; null where that cannot be told. */
export function wouldMerge(extension: Extension): boolean | null {
  if (!extension.listed || extension.masks) return false;
  return extension.verdict.compatible;
}

/** systemd's order of layers, lowest first. */
export function inMergeOrder<T extends { readonly name: string }>(extensions: readonly T[]): T[] {
  return [...extensions].sort((a, b) => compareVersions(a.name, b.name));
}

/** What was made of an index, as long as that is there. */
const made = new WeakMap<ImageIndex, Map<ExtensionClass, ReadonlySet<string> | Message>>();

/** Files and symlinks below the hierarchies of the class: what can override something. A sentence where they are too many. */
function filePathsOf(index: ImageIndex, extensionClass: ExtensionClass): ReadonlySet<string> | Message {
  const known = made.get(index)?.get(extensionClass);
  if (known !== undefined) return known;
  const roots = HIERARCHIES[extensionClass].map((path) => `${path.slice(1)}/`);
  const paths = new Set<string>();
  for (const { path, type, flags } of allEntries(index.entries)) {
    if (type === 'directory' || !roots.some((root) => path.startsWith(root))) continue;
    // A device 0:0 is no file, but takes one away.
    if (!isReleaseFile(path) && (flags & FLAG.whiteout) === 0) paths.add(path);
  }
  const found =
    paths.size > MAX_FILES ? notCompared(messageOf('extension.it-has-more-than-files', { count: MAX_FILES })) : paths;
  made.set(index, new Map([...(made.get(index) ?? []), [extensionClass, found]]));
  return found;
}

const notCompared = (why: Text) => messageOf('extension.its-files-cannot-be-compared', { reason: why });

function isReleaseFile(path: string): boolean {
  return path.startsWith('usr/lib/extension-release.d/') || path.startsWith('etc/extension-release.d/');
}

/** The files of one extension, whatever holds them; a sentence where they cannot be read. */
export async function filesOf(
  target: Target,
  system: System,
  extension: Extension,
): Promise<ReadonlySet<string> | Message> {
  const read = await readFiles(target, system, extension);
  return isMessage(read) ? read : read.paths;
}

interface Files {
  readonly paths: ReadonlySet<string>;
  /** Of all of them together. */
  readonly bytes: number;
}

async function readFiles(target: Target, system: System, extension: Extension): Promise<Files | Message> {
  // Of an image on another machine only what decides was brought, of a folder no file.
  if (target.brought !== undefined) return messageOf('fleet.inside-not-known-over-ssh');
  const content = contentOf(target.root, extension);
  if (content === null) return messageOf('extension.it-leads-nowhere');
  try {
    const index = await indexOf(content, system.release);
    if (index.failure !== null) return notCompared(index.failure.message);
    const paths = filePathsOf(index, extension.class);
    return isMessage(paths) ? paths : { paths, bytes: bytesIn(index) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return messageOf('extension.its-files-cannot-be-read', { code });
  }
}

/** Whether the base below the hierarchies can be seen: a merge hides it, but for those outside its mount namespace. */
export function seesBase(target: Target, hierarchies: readonly Hierarchy[], extensionClass: ExtensionClass): boolean {
  return target.mounts.prefix !== '' || !hierarchies.some((one) => one.class === extensionClass && one.merged);
}

/** Whether the base has something else than a directory at `path`, relative to the root. */
export function baseHas(target: Target, path: string): boolean {
  try {
    const found = lstatSync(hostPath(target.root, join('/', path)), { throwIfNoEntry: false });
    return found !== undefined && !found.isDirectory();
  } catch {
    return false;
  }
}

/** The layers of a class, lowest first, and after them the ones that stay out. */
export async function readLayers(target: Target, system: System, extensionClass: ExtensionClass): Promise<Layer[]> {
  const { hierarchies, extensions } = system;
  const mine = extensions.filter((one) => one.class === extensionClass && one.listed && !one.masks);
  const isMerged = hierarchies.some((one) => one.class === extensionClass && one.merged);
  const inside = inMergeOrder(mine.filter((one) => (isMerged ? one.merged : wouldMerge(one) === true)));
  const outside = mine.filter((one) => !inside.includes(one));
  const basePossible = seesBase(target, hierarchies, extensionClass);
  const below: { name: string; files: ReadonlySet<string> }[] = [];
  const layers: Layer[] = [];
  const [failure] = system.predicted[extensionClass]?.fails ?? [];
  for (const extension of inside) {
    const files = await readFiles(target, system, extension);
    const known = isMessage(files) ? new Set<string>() : files.paths;
    const overridesOthers = below
      .map(({ name, files: lower }) => ({ name, files: countShared(known, lower) }))
      .filter(({ files: shared }) => shared > 0);
    const ofBase = basePossible && !isMessage(files) ? [...known].filter((path) => baseHas(target, path)) : null;
    below.push({ name: extension.name, files: known });
    layers.push({
      ...commonFields(extension),
      size: extension.size ?? (isMessage(files) ? null : files.bytes),
      files: isMessage(files) ? null : known.size,
      status: isMerged ? 'merged' : 'would-merge',
      reason:
        isMerged || failure === undefined
          ? null
          : messageOf('common.it-fits-but-every-merge-fails', { failure: failure.message }),
      overridesBase: ofBase?.length ?? null,
      overridesBasePaths: (ofBase ?? []).slice(0, MOST_NAMED).map((path) => `/${path}`),
      overridesOthers,
      problem: isMessage(files) ? files : null,
    });
  }
  for (const extension of outside) {
    const fits = wouldMerge(extension);
    layers.push({
      ...commonFields(extension),
      status: fits === null ? 'unknown' : fits ? 'would-merge' : 'stays-out',
      reason:
        fits !== true
          ? extension.verdict.message
          : failure === undefined
            ? messageOf('extension.it-fits-and-comes-in-with')
            : messageOf('common.it-fits-but-every-merge-fails', { failure: failure.message }),
      files: null,
      overridesBase: null,
      overridesBasePaths: [],
      overridesOthers: [],
      problem: null,
    });
  }
  return layers;
}

function commonFields({ name, class: extensionClass, version, form, size }: Extension) {
  return { name, class: extensionClass, version, form, size };
}

export function countShared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const path of small) if (large.has(path)) shared++;
  return shared;
}
