/** Answers in this process, on the readers' own bounds alone: for the command line, and for the guarded process itself. */
import { hashFile } from '../host/hash-file.ts';
import { ownTexts } from '../lists/own-texts.ts';
import { readBaseFile } from './base-file.ts';
import { createReadingCache } from './cache.ts';
import { compareImages } from './compare-images.ts';
import { readContents } from './contents.ts';
import { dangersOfMerge } from './dangers/dangers.ts';
import { findFiles } from './find/find-files.ts';
import { readFindings } from './findings.ts';
import { readFolderSizes } from './folder-sizes.ts';
import { identifyFile } from './identify-file.ts';
import { readDiskInfo, readFileContent, verifyExtension } from './image-details.ts';
import { inspectPath } from './inspect.ts';
import { countOverlaps } from './inspect-in-depth.ts';
import { readLayers } from './layers.ts';
import type { LocalReader } from './local-reader.ts';
import { lookThrough } from './look-through.ts';
import { packFolder } from './pack-folder.ts';
import { readPortables } from './portable/portables.ts';
import { readRunsFrom } from './runs-from.ts';
import { readSystem } from './system.ts';
import { readTouches } from './touches.ts';
import { unpackImage } from './unpack-image.ts';

export function createOwnReader(): LocalReader {
  const cache = createReadingCache();
  return {
    ...ownTexts,
    system: (target) => readSystem(target, cache).finally(() => cache.endReading()),
    inspect: inspectPath,
    identify: identifyFile,
    contents: readContents,
    find: findFiles,
    findings: readFindings,
    lookThrough,
    overlaps: countOverlaps,
    runsFrom: (target, system, among) => readRunsFrom(target, system, among),
    portables: readPortables,
    layers: readLayers,
    folderSizes: readFolderSizes,
    dangers: (target, system, extensionClass, names, mutable, coming) =>
      dangersOfMerge(
        target,
        { ...system, extensions: [...coming, ...system.extensions] },
        extensionClass,
        names,
        mutable,
      ),
    touches: readTouches,
    compare: compareImages,
    file: readFileContent,
    baseFile: readBaseFile,
    disk: readDiskInfo,
    verify: verifyExtension,
    hash: hashFile,
    unpack: unpackImage,
    pack: packFolder,
    close: () => {},
  };
}
