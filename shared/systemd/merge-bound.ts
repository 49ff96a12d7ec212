/**
 * An upper bound of what a merge would put into each option string, from the search directories alone: no image is read and
 * no verdict asked, so that it holds with `--force` too and for whoever asks. What comes out may be more than what systemd
 * would merge, and is never less.
 */

import { messageOf } from '../messages/message.ts';
import { VeneerError } from '../model/errors.ts';
import { type ExtensionClass, HIERARCHIES, MUTABLE_MODES, type MutableMode, type SystemdRules } from './classes.ts';
import { imageName } from './image-name.ts';
import { countAboveLimit, MUTABLE_DIRECTORY, OVERLAY_OPTIONS_LIMIT, overlayOptionBytes } from './overlay-options.ts';

interface Kind {
  isDirectory(): boolean;
  isFile(): boolean;
  isBlockDevice(): boolean;
  isSymbolicLink(): boolean;
}

/** What is asked of the disk; `node:fs` has this shape. All of them throw for what is not there. */
interface Disk {
  readdirSync(path: string): string[];
  /** Follows symlinks. */
  statSync(path: string): Kind;
  lstatSync(path: string): Kind;
  readFileSync(path: string, encoding: 'utf8'): string;
}

/** `NAME.mstack/` is an image of its own kind (260). */
const MSTACK_SINCE = 260;

interface Found {
  readonly name: string;
  /** Those that it may be laid over. */
  readonly hierarchies: readonly string[];
}

/**
 * The names that a merge may lay over each hierarchy of a class, from the highest directory that has the name; where one
 * directory has it twice, whichever entry counts for more. A folder counts where it has the hierarchy with something in it,
 * everything else counts always. A directory that cannot be read, by who is not root, is passed over.
 *
 * @param root the `--root=` of systemd; `/` for none. Below another one, what a symlink leads to is not asked for
 */
export function layersAtMost(
  disk: Disk,
  root: string,
  extensionClass: ExtensionClass,
  rules: SystemdRules,
): ReadonlyMap<string, readonly string[]> {
  const taken = new Map<string, ReadonlySet<string>>();
  for (const directory of rules.searchPath[extensionClass]) {
    const path = root === '/' ? directory : `${root}${directory}`;
    const here = new Map<string, Set<string>>();
    for (const fileName of namesIn(disk, path)) {
      const found = judgeFound(disk, `${path}/${fileName}`, fileName, root === '/', extensionClass, rules);
      if (found === null) continue;
      const before = here.get(found.name) ?? new Set();
      here.set(found.name, new Set([...before, ...found.hierarchies]));
    }
    for (const [name, hierarchies] of here) if (!taken.has(name)) taken.set(name, hierarchies);
  }
  return new Map(
    HIERARCHIES[extensionClass].map((hierarchy) => [
      hierarchy,
      [...taken].filter(([, hierarchies]) => hierarchies.has(hierarchy)).map(([name]) => name),
    ]),
  );
}

function judgeFound(
  disk: Disk,
  path: string,
  fileName: string,
  followLinks: boolean,
  extensionClass: ExtensionClass,
  rules: SystemdRules,
): Found | null {
  const suffix = rules.classSuffix ? `.${extensionClass}` : null;
  const all = HIERARCHIES[extensionClass];
  const found = (name: string | null, hierarchies: readonly string[]): Found | null =>
    name === null ? null : { name, hierarchies };
  const raw = imageName(fileName, suffix, '.raw');
  const plain = imageName(fileName, suffix, '');
  if (!followLinks && kindOf(disk, path, 'lstatSync')?.isSymbolicLink() === true) return found(raw ?? plain, all);
  const kind = kindOf(disk, path, 'statSync');
  if (kind?.isFile() === true) return found(raw, all);
  if (kind?.isBlockDevice() === true) return found(plain, all);
  if (kind?.isDirectory() !== true) return null;
  if (rules.versionedDirectories && fileName.endsWith('.v')) {
    const stem = fileName.slice(0, -'.v'.length);
    const name = imageName(stem, suffix, '.raw') ?? imageName(stem, suffix, '');
    return namesIn(disk, path).length === 0 ? null : found(name, all);
  }
  if (rules.version >= MSTACK_SINCE && fileName.endsWith('.mstack')) {
    return found(imageName(fileName, suffix, '.mstack'), all);
  }
  return found(
    plain,
    all.filter((hierarchy) => mayHold(disk, `${path}${hierarchy}`)),
  );
}

/** A symlink may lead to anything inside the extension. */
function mayHold(disk: Disk, path: string): boolean {
  const kind = kindOf(disk, path, 'lstatSync');
  return kind?.isSymbolicLink() === true || (kind?.isDirectory() === true && namesIn(disk, path).length > 0);
}

function kindOf(disk: Disk, path: string, how: 'statSync' | 'lstatSync'): Kind | null {
  try {
    return disk[how](path);
  } catch {
    // Not there, or a symlink that leads nowhere, which systemd passes over.
    return null;
  }
}

function namesIn(disk: Disk, path: string): string[] {
  try {
    return disk.readdirSync(path);
  } catch {
    return [];
  }
}

/** Where `Mutable=` may be set (systemd-sysext(8), 259). */
const CONFIGURATION = ['/etc', '/run', '/usr/local/lib', '/usr/lib'];

/** Whether a mode may come from a file, of the machine or of the tree. */
function mayBeConfigured(disk: Disk, root: string, extensionClass: ExtensionClass): boolean {
  return [...new Set(['', root === '/' ? '' : root])].some((top) =>
    CONFIGURATION.some((place) => {
      const file = `${top}${place}/systemd/${extensionClass}.conf`;
      const dropIns = namesIn(disk, `${file}.d`).filter((name) => name.endsWith('.conf'));
      return [file, ...dropIns.map((name) => `${file}.d/${name}`)].some((one) => setsMode(disk, one));
    }),
  );
}

function setsMode(disk: Disk, file: string): boolean {
  try {
    return /^\s*Mutable\s*=/m.test(disk.readFileSync(file, 'utf8'));
  } catch {
    // Not there.
    return false;
  }
}

const NO_MODE: readonly MutableMode[] = ['no'];

interface Bounded {
  readonly class: ExtensionClass;
  readonly root: string;
  readonly rules: SystemdRules;
  /** null leaves it to systemd's configuration: where a file sets it, it may be any. */
  readonly mutable: MutableMode | null;
  /** Where a path is a symlink: what it leads to, with the root. */
  resolve(path: string): string | null;
}

/**
 * Refuses a merge that could go above the limit of the option string. To be asked before systemd is, by whoever asks it.
 *
 * @throws {VeneerError} `blocks-merge` with the count, the limit and how many to mask
 */
export function refuseAboveLimit(disk: Disk, { class: extensionClass, root, rules, mutable, resolve }: Bounded): void {
  const modes = mutable !== null ? [mutable] : mayBeConfigured(disk, root, extensionClass) ? MUTABLE_MODES : NO_MODE;
  for (const [hierarchy, names] of layersAtMost(disk, root, extensionClass, rules)) {
    const base = resolve(hierarchy);
    const upper = resolve(`${MUTABLE_DIRECTORY}/${hierarchy.slice(1)}`);
    const fixed = {
      class: extensionClass,
      hierarchy,
      names,
      root,
      ...(base === null ? {} : { base }),
      ...(upper === null ? {} : { upper }),
    };
    const [layers] = modes
      .map((mode) => ({ ...fixed, mutable: mode }))
      .sort((a, b) => overlayOptionBytes(b) - overlayOptionBytes(a));
    if (layers === undefined) continue;
    const bytes = overlayOptionBytes(layers);
    if (bytes <= OVERLAY_OPTIONS_LIMIT) continue;
    throw new VeneerError(
      'blocks-merge',
      messageOf('systemd.extensions-may-be-merged-into-which', {
        count: names.length,
        path: hierarchy,
        bytes: String(bytes),
        limit: String(OVERLAY_OPTIONS_LIMIT),
      }),
      {
        nextStep: messageOf('systemd.mask-at-least-of-them-and', { count: countAboveLimit(layers), path: hierarchy }),
        detail: names.join('\n'),
      },
    );
  }
}
