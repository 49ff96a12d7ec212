/** What a look inside adds to what is known of an extension: counts, overrides, findings, what vouches for it. */

import { isMessage, type Message } from '../../shared/messages/message.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { DiskInfo } from '../../shared/model/inspection.ts';
import { readContents } from './contents.ts';
import { readFindings } from './findings.ts';
import { readDiskInfo } from './image-details.ts';
import { countShared, filesOf } from './layers.ts';
import type { System, Target } from './system.ts';

export interface InDepth {
  readonly contents: { readonly files: number; readonly bytes: number; readonly problem: Message | null };
  /** Files of it that something else has too. */
  readonly overlaps: readonly {
    readonly path: string;
    readonly overrides: readonly string[];
    readonly hiddenBy: readonly string[];
  }[];
  readonly findings: readonly Diagnosis[];
  readonly disk: DiskInfo | null;
}

/** Files that it has in common with one other. */
export interface SharedFiles {
  readonly name: string;
  readonly files: number;
  /** The first `MOST_PATHS` of them, with a leading slash. */
  readonly paths: readonly string[];
}

/** More than a person reads before an install. */
const MOST_PATHS = 20;

/** The same in numbers, however many files it has. */
export interface Overlaps {
  readonly files: number;
  readonly problem: Message | null;
  /** Of how many of its files something else is hidden, and by how many it is, by who has them. */
  readonly overrides: readonly SharedFiles[];
  readonly hiddenBy: readonly SharedFiles[];
  readonly findings: readonly Diagnosis[];
  readonly disk: DiskInfo | null;
}

/** Never throws for what the extension is. */
export async function countOverlaps(
  target: Target,
  system: System,
  extension: Extension,
  signal: AbortSignal | null,
): Promise<Overlaps> {
  const { contents, overlaps, findings, disk } = await inspectInDepth(target, system, extension, signal);
  return {
    files: contents.files,
    problem: contents.problem,
    overrides: sharedBy(overlaps, (one) => one.overrides),
    hiddenBy: sharedBy(overlaps, (one) => one.hiddenBy),
    findings,
    disk,
  };
}

type Overlapping = InDepth['overlaps'][number];

/** By who has them too, in the order in which they come. */
export function sharedBy(
  overlaps: readonly Overlapping[],
  namesOf: (one: Overlapping) => readonly string[],
): SharedFiles[] {
  const shared = new Map<string, { files: number; readonly paths: string[] }>();
  for (const one of overlaps) {
    for (const name of namesOf(one)) {
      const known = shared.get(name) ?? { files: 0, paths: [] };
      known.files++;
      if (known.paths.length < MOST_PATHS) known.paths.push(`/${one.path}`);
      shared.set(name, known);
    }
  }
  return [...shared].map(([name, { files, paths }]) => ({ name, files, paths }));
}

/** Never throws for what the extension is. */
export async function inspectInDepth(
  target: Target,
  system: System,
  extension: Extension,
  signal: AbortSignal | null = null,
): Promise<InDepth> {
  let contents: InDepth['contents'] = { files: 0, bytes: 0, problem: null };
  const overlaps: InDepth['overlaps'][number][] = [];
  for await (const { entries, files, bytes, problem } of readContents(target, system, extension, signal)) {
    contents = { files, bytes, problem };
    for (const { path, overrides, hiddenBy } of entries) {
      if (overrides.length + hiddenBy.length > 0) overlaps.push({ path, overrides, hiddenBy });
    }
  }
  signal?.throwIfAborted();
  const { findings } = await readFindings(target, system, extension, signal);
  return { contents, overlaps, findings, disk: await diskOf(target, system, extension) };
}

/** What an image would take the place of: the entry of its name that counts. */
export interface Replaced {
  readonly name: string;
  readonly version: string | null;
  /** Files below the hierarchies that are in both; null where those of either cannot be compared. */
  readonly files: number | null;
}

/** @param present what is there of the same class and name */
export async function replacedBy(
  target: Target,
  system: System,
  extension: Extension,
  present: Extension,
): Promise<Replaced> {
  const { name, version } = present;
  const before = await filesOf(target, system, present);
  const after = await filesOf(target, system, extension);
  return { name, version, files: isMessage(before) || isMessage(after) ? null : countShared(before, after) };
}

async function diskOf(target: Target, system: System, extension: Extension): Promise<DiskInfo | null> {
  try {
    return await readDiskInfo(target, system, extension);
  } catch (error) {
    // A broken disk image is told by its verdict already.
    if (error instanceof VeneerError) return null;
    throw error;
  }
}
