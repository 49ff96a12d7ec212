/** A file that somebody wants to install: what it is, and under which name, version and place it would be kept. */

import { accessSync, constants, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { versionByHash } from '../../shared/images/hash-version.ts';
import { versionsInFileName } from '../../shared/images/release-name.ts';
import { isImageVersion } from '../../shared/images/store.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { InspectedImage } from '../../shared/model/inspected-image.ts';
import { isArchitecture } from '../../shared/systemd/architecture.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { isExtensionName } from '../../shared/systemd/extension-name.ts';
import { isSameVersion } from '../../shared/systemd/version.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import { versionOf } from '../extensions/naming.ts';
import type { Content } from '../extensions/reading.ts';
import type { System } from '../extensions/system.ts';
import { mergeFor } from '../extensions/target.ts';
import { asUnreadable, hashFile, notAnImage } from '../host/hash-file.ts';
import type { TemporaryImages } from './temporary-images.ts';
import { withoutReleaseFile } from './without-release-file.ts';

export interface ImageWishes {
  /** Instead of the class that its release file has. */
  readonly class: ExtensionClass | null;
  /** Instead of the name that its release file has. */
  readonly name: string | null;
  readonly version: string | null;
}

/**
 * Looks at an image file that is to be installed, and hashes it. A folder is packed as an image first.
 *
 * @param images take the packed folder; the caller discards it
 * @throws {VeneerError} `not-found`, `not-authorized` for what this user may not read, `image-broken` for an empty file,
 *   `invalid-input` for a folder without release file and for a name or version that cannot be kept, `changed` where
 *   somebody writes to it meanwhile
 */
export async function examineFile(
  reader: LocalReader,
  source: string,
  wishes: ImageWishes,
  system: System,
  images: TemporaryImages,
  signal: AbortSignal | null,
): Promise<InspectedImage> {
  const isFolder = needReadable(source).isDirectory();
  const content: Content = { hostPath: resolve(source), kind: isFolder ? 'folder' : 'image' };
  const { class: extensionClass, name, stem, inside } = await reader.identify(content, wishes, system.release, signal);
  if (!isExtensionName(name))
    throw new VeneerError('invalid-input', messageOf('common.systemd-takes-no-extension-of-name', { name }));
  if (isFolder && inside.length === 0) {
    throw withoutReleaseFile(source, extensionClass, name);
  }
  const path = isFolder
    ? await images.fill(`${stem}.raw`, async (_, target) => {
        for await (const _ of reader.pack(resolve(source), target, signal)) signal?.throwIfAborted();
      })
    : resolve(source);
  try {
    const inspection = await reader.inspect(path, extensionClass, mergeFor(system, extensionClass), name, signal);
    const sha256 = await hashFile(path, signal);
    const release = inspection.release === null ? null : new Map(Object.entries(inspection.release));
    const version =
      wishes.version ??
      asInFileName(versionOf(name, extensionClass, release, `/${stem}.raw`), stem, name) ??
      versionByHash(sha256);
    if (!isImageVersion(version)) {
      throw new VeneerError('invalid-input', messageOf('change.cannot-be-version-in-file-name', { version }), {
        nextStep: messageOf('change.name-one-with-version-as-letters'),
      });
    }
    const architecture = release?.get('ARCHITECTURE') ?? null;
    return {
      source: resolve(source),
      path: inspection.path,
      class: extensionClass,
      name,
      renamedFrom: stem === name || stem.startsWith(`${name}-`) || stem.startsWith(`${name}_`) ? null : stem,
      version,
      description: inspection.release?.['PRETTY_NAME'] || null,
      architecture: architecture !== null && isArchitecture(architecture) ? architecture : null,
      sha256,
      size: inspection.size ?? 0,
      form: inspection.form,
      compression: inspection.compression,
      verdict: inspection.verdict,
      units: [...inspection.units],
      blocksMergeBecause: inspection.blocksMergeBecause,
    };
  } catch (error) {
    // What was sent stays until it is installed or given up: the next try may only name another version.
    if (isFolder) images.discard(path);
    throw error;
  }
}

/** @throws {VeneerError} for what cannot be looked at at all */
function needReadable(path: string): Stats {
  try {
    const stat = statSync(path);
    if (stat.isFile() || stat.isDirectory()) accessSync(path, constants.R_OK);
    if (stat.isFile() && stat.size === 0) {
      throw new VeneerError('image-broken', messageOf('change.is-empty-it-has-zero-bytes', { path }), {
        nextStep: messageOf('change.download-or-copy-of-it-did'),
      });
    }
    if (stat.isFIFO() || stat.isSocket() || stat.isCharacterDevice()) throw notAnImage(path);
    return stat;
  } catch (error) {
    throw asUnreadable(path, error);
  }
}

/** A version as the file name spells it, so that what is installed by file is one of the versions that a remote has. */
function asInFileName(version: string | null, stem: string, name: string): string | null {
  const { plain, stored } = versionsInFileName(`${stem}.raw`, name) ?? {};
  if (version === null || plain === undefined || stored === undefined) return version;
  // A release file names the version alone, of which there is a build for each release of the OS.
  return [plain, stored].some((spelled) => isSameVersion(spelled, version)) ? stored : version;
}
