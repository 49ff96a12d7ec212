/** What the rules of this room need of an extension, taken from its index. */
import type { FolderFacts, OtherKind, Survey } from '../../../shared/diagnosis/merge/facts.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import { BOOT_TARGETS } from '../../../shared/systemd/boot-targets.ts';
import { type ExtensionClass, HIERARCHIES, RELEASE_DIRECTORY } from '../../../shared/systemd/classes.ts';
import { ImageError } from '../../images/tree.ts';
import type { ImageIndex } from '../index/build.ts';
import { allEntries, type Entry, FLAG } from '../index/entries.ts';
import { indexOf } from '../index/index-of.ts';
import { contentOf } from '../reading.ts';
import type { System, Target } from '../system.ts';

/** An extension with more than this is not looked through; none that is known comes near. */
const MAX_PATHS = 200_000;

const UNITS: Readonly<Record<ExtensionClass, string>> = {
  sysext: 'usr/lib/systemd/system',
  confext: 'etc/systemd/system',
};
const TARGET = `(?:${BOOT_TARGETS.join('|')})`;

/** What was made of an index, as long as that is there. */
const made = new WeakMap<ImageIndex, Map<ExtensionClass, Survey>>();

/** @returns null where it leads nowhere or cannot be read; its verdict says why */
export async function surveyOf(target: Target, system: System, extension: Extension): Promise<Survey | null> {
  const content = contentOf(target.root, extension);
  if (content === null) return null;
  try {
    return surveyFrom(await indexOf(content, system.release), extension.class);
  } catch (error) {
    if (error instanceof ImageError || (error as NodeJS.ErrnoException).code !== undefined) return null;
    throw error;
  }
}

/** @throws {ImageError} where it is broken, or too large */
export function surveyFrom(index: ImageIndex, extensionClass: ExtensionClass): Survey {
  const known = made.get(index)?.get(extensionClass);
  if (known !== undefined) return known;
  const failure = index.failure ?? index.programsFailure;
  if (failure !== null) throw new ImageError(failure.problem, failure.message);
  const survey = makeSurvey(index, extensionClass);
  made.set(index, new Map([...(made.get(index) ?? []), [extensionClass, survey]]));
  return survey;
}

function makeSurvey(index: ImageIndex, extensionClass: ExtensionClass): Survey {
  const roots = new Set(HIERARCHIES[extensionClass].map((path) => path.slice(1)));
  const isInside = (path: string) => roots.has(path.split('/', 1)[0] ?? '');
  const release = RELEASE_DIRECTORY[extensionClass];
  const folders = new Map<string, FolderFacts>();
  const others = new Map<string, OtherKind>();
  const units = unitCollector(UNITS[extensionClass]);
  for (const entry of allEntries(index.entries)) {
    const { path, type, mode, uid, gid, flags } = entry;
    if (!isInside(path) || path === release || path.startsWith(`${release}/`)) continue;
    if (type === 'directory') folders.set(path, { mode, uid, gid, opaque: (flags & FLAG.opaque) !== 0 });
    else {
      others.set(path, kindOf(entry));
      units.take(path);
    }
    if (folders.size + others.size > MAX_PATHS)
      throw new ImageError('too-large', `it has more than ${MAX_PATHS} files and folders`);
  }
  for (const { path, units: upheld } of index.upholds)
    if (path.startsWith(`${UNITS[extensionClass]}/`)) for (const unit of upheld) units.upheld.add(unit);
  return {
    folders,
    others,
    programs: countMachines(index.machines.filter(({ path }) => isInside(path))),
    wanted: units.wanted,
    upheld: units.upheld,
    fileSystems: index.fileSystems,
    hasVerity: (index.disk?.verity.length ?? 0) > 0,
    markersKnown: index.markersKnown,
  };
}

function kindOf({ type, flags }: Entry): OtherKind {
  if (type === 'file' || type === 'symlink') return type;
  return (flags & FLAG.whiteout) !== 0 ? 'whiteout' : 'special';
}

function countMachines(programs: ImageIndex['machines']): Survey['programs'] {
  const found = new Map<string, { count: number; example: string }>();
  for (const { path, machine } of programs) {
    const known = found.get(machine);
    if (known === undefined) found.set(machine, { count: 1, example: path });
    else known.count++;
  }
  return found;
}

/** Gathers what targets want and uphold, from the links in a folder of units. */
function unitCollector(directory: string) {
  const link = new RegExp(`^${directory}/(${TARGET}\\.target)\\.(wants|requires|upholds)/([^/]+)$`);
  const wanted = new Map<string, { path: string; target: string }>();
  const upheld = new Set<string>();
  return {
    wanted,
    upheld,
    take(path: string): void {
      const [, target = '', how, unit = ''] = link.exec(path) ?? [];
      if (how === 'upholds') upheld.add(unit);
      else if (how !== undefined && !wanted.has(unit)) wanted.set(unit, { path, target });
    },
  };
}
