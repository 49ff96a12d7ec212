/** What is known of a file or folder that was inspected by itself. */
import type { Extension, ImageForm } from '../../shared/model/extension.ts';
import type { Verdict } from '../../shared/model/verdict.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { MergeEntry } from '../../shared/systemd/entry-facts.ts';

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

/** Of an extension that stands in no search directory, but at a path of this machine whatever the root. */
export const LOOSE_ID = 'file:';

/** The same as an entry of no search directory, as what looks into extensions takes it. */
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
