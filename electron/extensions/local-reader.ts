/** What is asked of the host, of files of this machine and of texts: every byte that is not ours is parsed behind this interface. */

import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { ContentsPart, Extension } from '../../shared/model/extension.ts';
import type { FileChanges } from '../../shared/model/file-changes.ts';
import type { FindPart, FindQuery } from '../../shared/model/find.ts';
import type { Layer } from '../../shared/model/host.ts';
import type { BaseFile, DiskInfo, FileContent, Findings, VerityProgress } from '../../shared/model/inspection.ts';
import type { Portables } from '../../shared/model/portable.ts';
import type { ExtensionClass, MutableMode } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import type { MergeContext } from '../../shared/systemd/merge-context.ts';
import type { TextReader } from '../lists/text-reader.ts';
import type { FileWishes, IdentifiedFile } from './identify-file.ts';
import type { Overlaps } from './inspect-in-depth.ts';
import type { Inspection } from './inspection.ts';
import type { LookedThrough } from './look-through.ts';
import type { Content } from './reading.ts';
import type { System, Target } from './system.ts';
import type { Move, Touches } from './touches.ts';

type Signal = AbortSignal | null;

/**
 * Answers in its own process (`own-reader.ts`), as the command line does, or in a guarded one
 * (`reader/local-reader.ts`), as whatever answers a window must. Where a signal aborts, a guarded one throws its
 * reason and ends what runs.
 */
export interface LocalReader extends TextReader {
  /** The host as it is now; see `readSystem`. */
  system(target: Target): Promise<System>;
  /** One file or folder anywhere; see `inspectPath`. @param path absolute */
  inspect(
    path: string,
    extensionClass: ExtensionClass,
    merge: MergeContext,
    asName: string | null,
    signal?: Signal,
  ): Promise<Inspection>;
  /** What a file is meant to be; see `identifyFile`. */
  identify(content: Content, wishes: FileWishes, host: HostRelease, signal?: Signal): Promise<IdentifiedFile>;
  /** See `readContents`. */
  contents(target: Target, system: System, extension: Extension, signal: Signal): AsyncGenerator<ContentsPart>;
  /** A file among those of all extensions; see `findFiles`. */
  find(target: Target, system: System, query: FindQuery, signal: Signal): AsyncGenerator<FindPart>;
  /** See `readFindings`. */
  findings(target: Target, system: System, extension: Extension, signal: Signal): Promise<Findings>;
  /** The inside of many, as far as a turn goes; see `lookThrough`. */
  lookThrough(target: Target, system: System, ids: readonly string[], signal: Signal): Promise<LookedThrough[]>;
  /** What of it lies over others or under them; see `countOverlaps`. */
  overlaps(target: Target, system: System, extension: Extension, signal: Signal): Promise<Overlaps>;
  /** The extension that this program runs from; see `readRunsFrom`. */
  runsFrom(
    target: Target,
    system: System,
    among: readonly string[] | null,
  ): Promise<Pick<Extension, 'class' | 'name'> | null>;
  /** The portable services of a host; see `readPortables`. */
  portables(target: Target): Promise<Portables>;
  /** See `readLayers`. */
  layers(target: Target, system: System, extensionClass: ExtensionClass, signal?: Signal): Promise<Layer[]>;
  /** See `readFolderSizes`. */
  folderSizes(target: Target, system: System, signal?: Signal): Promise<Record<string, number>>;
  /** What a merge would spoil; see `dangersOfMerge`. @param coming what is in no search directory yet */
  dangers(
    target: Target,
    system: System,
    extensionClass: ExtensionClass,
    names: readonly string[],
    mutable: MutableMode | null,
    coming: readonly Extension[],
  ): Promise<Diagnosis[]>;
  /** What a merge touches; see `readTouches`. */
  touches(
    target: Target,
    system: System,
    move: Move,
    coming: readonly Extension[],
    mapped: readonly string[],
  ): Promise<Touches>;
  /** What of its files another image of it would change; see `compareImages`. */
  compare(target: Target, system: System, before: Extension, after: Extension, signal: Signal): Promise<FileChanges>;
  /** See `readFileContent`. */
  file(target: Target, system: System, extension: Extension, path: string, signal?: Signal): Promise<FileContent>;
  /** See `readBaseFile`. */
  baseFile(target: Target, system: System, extension: Extension, path: string, signal?: Signal): Promise<BaseFile>;
  /** See `readDiskInfo`. */
  disk(target: Target, system: System, extension: Extension, signal?: Signal): Promise<DiskInfo | null>;
  /** See `verifyExtension`. */
  verify(target: Target, system: System, extension: Extension, signal: Signal): AsyncGenerator<VerityProgress>;
  /** The SHA-256 of a file; see `hashFile`. @param path absolute */
  hash(path: string, signal: Signal): Promise<string>;
  /** Unpacks an image of the sandbox into a fresh folder; see `unpackImage`. */
  unpack(image: string, target: string): Promise<boolean>;
  /** Packs a folder as an image into an empty file; see `packFolder`. Yields now and then, to show that it goes on. */
  pack(folder: string, target: string, signal: Signal): AsyncGenerator<null>;
  /** Ends what reads. */
  close(): void;
}
