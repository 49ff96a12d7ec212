/** A file that somebody wants to install: what it is, and under which name, version and place it would be kept. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { isArchitecture } from '../../shared/architecture.ts';
import type { HostRelease } from '../../shared/compatibility.ts';
import { VeneerError } from '../../shared/errors.ts';
import { isExtensionName } from '../../shared/extension-name.ts';
import type { Candidate } from '../../shared/model/candidate.ts';
import { isImageVersion } from '../../shared/store.ts';
import type { ExtensionClass } from '../../shared/systemd-rules.ts';
import { versionOf } from '../extensions/discovery.ts';
import { inspectPath } from '../extensions/inspect.ts';
import { openContent } from '../extensions/reading.ts';
import { releaseFiles } from '../extensions/release-file.ts';
import { ImageError } from '../images/tree.ts';

export interface CandidateWishes {
  /** Instead of the class that its release file has. */
  readonly class: ExtensionClass | null;
  /** Instead of the name that its release file has. */
  readonly name: string | null;
  readonly version: string | null;
}

/**
 * Looks at an image file that is to be installed, and hashes it.
 *
 * @throws {VeneerError} `not-found`, `unsupported` for a folder, `invalid-input` for a name or version that cannot be kept
 */
export async function examineFile(
  path: string,
  wishes: CandidateWishes,
  host: HostRelease,
  signal: AbortSignal | null,
): Promise<Candidate> {
  const inside = await releaseNames(path, host.architecture);
  const extensionClass =
    wishes.class ?? (inside.sysext.length === 0 && inside.confext.length > 0 ? 'confext' : 'sysext');
  const stem = stemOf(path);
  const name = wishes.name ?? nameFor(stem, inside[extensionClass]);
  if (!isExtensionName(name)) throw new VeneerError('invalid-input', `systemd takes no extension of the name ${name}.`);
  const inspection = await inspectPath(path, extensionClass, host, name);
  if (inspection.size === null) {
    throw new VeneerError('unsupported', `${path} is a folder; only image files are installed.`, {
      nextStep: `Copy it to /var/lib/extensions/${name} as root, or pack it as an image.`,
    });
  }
  const sha256 = await hashFile(path, signal);
  const release = inspection.release === null ? null : new Map(Object.entries(inspection.release));
  const version =
    wishes.version ?? versionOf(name, extensionClass, release, `/${stem}.raw`) ?? `0.${sha256.slice(0, 12)}`;
  if (!isImageVersion(version)) {
    throw new VeneerError('invalid-input', `${version} cannot be a version in a file name.`, {
      nextStep: 'Name one with --version-as: letters, digits and . _ + ~ ^ - after a letter or digit.',
    });
  }
  const architecture = release?.get('ARCHITECTURE') ?? null;
  return {
    path: inspection.path,
    class: extensionClass,
    name,
    renamedFrom: stem === name || stem.startsWith(`${name}-`) || stem.startsWith(`${name}_`) ? null : stem,
    version,
    architecture: architecture !== null && isArchitecture(architecture) ? architecture : null,
    sha256,
    size: inspection.size,
    form: inspection.form,
    verdict: inspection.verdict,
    units: [...inspection.units],
    blocksMergeBecause: inspection.blocksMergeBecause,
  };
}

/** The file's name without its suffixes. */
function stemOf(path: string): string {
  return basename(path).replace(/(?:\.(?:sysext|confext))?\.raw$/, '');
}

/** The name that the release file wants, for under any other systemd leaves the image out. */
function nameFor(stem: string, inside: readonly string[]): string {
  const fitting = inside.find((one) => stem === one || stem.startsWith(`${one}-`) || stem.startsWith(`${one}_`));
  const [only] = inside;
  if (fitting !== undefined) return fitting;
  if (inside.length === 1 && only !== undefined) return only;
  return /^(.+?)[-_]v?\d/.exec(stem)?.[1] ?? stem;
}

/** The names that the release files of an image carry, by class; none where it is no image. */
async function releaseNames(path: string, architecture: string): Promise<Record<ExtensionClass, string[]>> {
  const names: Record<ExtensionClass, string[]> = { sysext: [], confext: [] };
  try {
    const tree = await openContent({ hostPath: path, kind: 'image' }, architecture);
    try {
      for (const extensionClass of ['sysext', 'confext'] as const) {
        names[extensionClass] = (await releaseFiles(tree, extensionClass)).map(({ name }) => name);
      }
    } finally {
      tree.close();
    }
  } catch (error) {
    // What it is instead is said by the verdict; that it cannot be opened, by the inspection.
    if (!(error instanceof ImageError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
  }
  return names;
}

async function hashFile(path: string, signal: AbortSignal | null): Promise<string> {
  const hash = createHash('sha256');
  const stream = createReadStream(path, signal === null ? {} : { signal });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}
