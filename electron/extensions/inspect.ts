/** Looks at one file or folder anywhere, as if it were put into a search directory under its name. */
import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { imageNameOf, nameOfEntry } from '../../shared/discovery-rules.ts';
import { VeneerError } from '../../shared/errors.ts';
import type { Extension, ImageForm } from '../../shared/model/extension.ts';
import type { Verdict } from '../../shared/model/verdict.ts';
import type { MergeEntry } from '../../shared/systemd/entry-facts.ts';
import type { JudgedEntry } from '../../shared/systemd/judge-entry.ts';
import type { MergeContext } from '../../shared/systemd/merge.ts';
import { parseMountinfo } from '../../shared/systemd/mount-table.ts';
import type { ExtensionClass } from '../../shared/systemd-rules.ts';

import { judgeAlone } from './discovery.ts';
import { LOOSE_ID, mergeEntryOf, readContent } from './reading.ts';

export interface Inspection {
  readonly path: string;
  readonly name: string;
  readonly class: ExtensionClass;
  readonly form: ImageForm;
  readonly compression: string | null;
  /** Bytes; null for a folder. */
  readonly size: number | null;
  readonly verdict: Verdict;
  readonly release: Readonly<Record<string, string>> | null;
  readonly releaseFile: string | null;
  readonly units: readonly string[];
  readonly blocksMergeBecause: string | null;
  /** What a merge would have of it, as if it stood at its own path. */
  readonly entry: MergeEntry;
}

/**
 * @param merge what a merge of the class depends on at this host
 * @param asName judges it under this name instead of the file's own
 * @throws {VeneerError} `not-found` for a path that is not there, `invalid-input` for a name that systemd passes over
 */
export async function inspectPath(
  path: string,
  extensionClass: ExtensionClass,
  merge: MergeContext,
  asName: string | null = null,
): Promise<Inspection> {
  const { host } = merge;
  const full = resolve(path);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (stat === undefined) throw new VeneerError('not-found', `There is nothing at ${path}.`);
  const name = asName ?? nameOfEntry(basename(full), extensionClass, host.rules);
  if (name === null) {
    throw new VeneerError('invalid-input', `systemd takes no extension of the name ${basename(full)}.`, {
      nextStep: 'Give the file a name such as NAME.raw.',
    });
  }
  const kind = stat.isDirectory() ? 'folder' : 'image';
  if (kind === 'image' && !stat.isFile() && !stat.isBlockDevice()) {
    throw new VeneerError('invalid-input', `${path} is neither a file nor a folder nor a block device.`);
  }
  const imageName = kind === 'folder' ? name : imageNameOf(name, asName === null ? full : `${name}.raw`, host.rules);
  const mounts = parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));
  const reading = await readContent({ hostPath: full, kind }, { class: extensionClass, host, imageName, mounts });
  const entry = mergeEntryOf(reading, { name, path: full, type: kind === 'folder' ? 'directory' : 'raw' }, null);
  const judged = judgeAlone(entry, merge) as JudgedEntry;
  return {
    path: full,
    name,
    class: extensionClass,
    form: reading.form,
    compression: reading.compression,
    size: kind === 'folder' ? null : stat.size,
    verdict: judged.verdict,
    release: reading.release === null ? null : Object.fromEntries(reading.release),
    releaseFile: reading.releaseFile,
    units: reading.units,
    blocksMergeBecause: judged.failure?.message ?? null,
    entry,
  };
}

/** The same as an entry of no search directory, for what looks into extensions. */
export function asExtension(inspection: Omit<Inspection, 'entry'>): Extension {
  const { path, name, form, compression, size, verdict, release, releaseFile, units, blocksMergeBecause } = inspection;
  return {
    id: `${LOOSE_ID}${path}`,
    name,
    class: inspection.class,
    type: size === null ? 'directory' : 'raw',
    path,
    realPath: path,
    listed: false,
    masked: false,
    maskedBy: null,
    masks: false,
    shadowedBy: null,
    ambiguousWith: [],
    merged: false,
    state: 'unknown',
    verdict,
    form,
    compression,
    version: null,
    description: null,
    size,
    release: release === null ? null : { ...release },
    releaseFile,
    units: [...units],
    blocksMerge: false,
    blocksMergeBecause,
    disable: 'not-needed',
    warnings: [],
  };
}
