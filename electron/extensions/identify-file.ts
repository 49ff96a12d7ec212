/** What a file outside the search directories is meant to be: its class and its name, by its release files. */
import { basename } from 'node:path';
import { CLASSES, type ExtensionClass } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { ImageError } from '../images/tree.ts';
import { type Content, openContent } from './reading.ts';
import { releaseFiles } from './tree-facts.ts';

export interface IdentifiedFile {
  readonly class: ExtensionClass;
  readonly name: string;
  /** The file's own name without its suffixes. */
  readonly stem: string;
  /** The names that the release files of the class are for. */
  readonly inside: readonly string[];
}

/** What the person wants instead of what the release file says; null for that. */
export interface FileWishes {
  readonly class: ExtensionClass | null;
  readonly name: string | null;
}

/** Class and name that installing a file would give it, unless the person wants others. */
export async function identifyFile(content: Content, wishes: FileWishes, host: HostRelease): Promise<IdentifiedFile> {
  const inside = await releaseNames(content, host);
  const extensionClass =
    wishes.class ?? (inside.sysext.length === 0 && inside.confext.length > 0 ? 'confext' : 'sysext');
  const stem = stemOf(content.hostPath);
  const name = wishes.name ?? nameFor(stem, inside[extensionClass]);
  return { class: extensionClass, name, stem, inside: inside[extensionClass] };
}

function stemOf(path: string): string {
  return basename(path).replace(/(?:\.(?:sysext|confext))?\.raw$/, '');
}

/** The name that the release file wants, for under any other systemd leaves a folder out and fails at an image. */
function nameFor(stem: string, inside: readonly string[]): string {
  const fitting = inside.find((one) => stem === one || stem.startsWith(`${one}-`) || stem.startsWith(`${one}_`));
  const [only] = inside;
  if (fitting !== undefined) return fitting;
  if (inside.length === 1 && only !== undefined) return only;
  return /^(.+?)[-_]v?\d/.exec(stem)?.[1] ?? stem;
}

/** The names that the release files of an image carry, by class; none where it is no image. */
async function releaseNames(content: Content, host: HostRelease): Promise<Record<ExtensionClass, string[]>> {
  const names: Record<ExtensionClass, string[]> = { sysext: [], confext: [] };
  try {
    const tree = await openContent(content, host);
    try {
      for (const extensionClass of CLASSES) {
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
