/** What the rules of shared/diagnosis/content are told of an extension, by its index, and of the base. */
import { readdirSync, readFileSync } from 'node:fs';
import { diagnoseInside } from '../../shared/diagnosis/content/diagnose-content.ts';
import type { InsideFacts, Wanted, Whose } from '../../shared/diagnosis/content/facts.ts';
import { isLibrary } from '../../shared/diagnosis/content/missing-library.ts';
import { wantedOf } from '../../shared/diagnosis/merge/boot-services.ts';
import type { Survey } from '../../shared/diagnosis/merge/facts.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { HIERARCHIES } from '../../shared/systemd/classes.ts';
import { hostPath } from '../host/rooted.ts';
import type { ImageIndex } from './index/build.ts';
import { allEntries, type Entry, FLAG } from './index/entries.ts';
import type { Target } from './system.ts';

/** More findings in one extension than a person reads. */
export const MOST_FOUND = 500;
const LIBRARY_FOLDERS = ['usr/lib', 'usr/lib64', 'usr/lib32', 'lib', 'lib64', 'usr/local/lib'];

export interface InsideLook {
  readonly inside: Diagnosis[];
  readonly outside: ReadonlyMap<string, number>;
}

/** What is found at each entry by itself, and how many stand outside of the hierarchies, by the topmost folder. */
export function lookInside({ entries }: ImageIndex, whose: Whose, labels: boolean): InsideLook {
  const roots = HIERARCHIES[whose.class].map((path) => path.slice(1));
  const inside: Diagnosis[] = [];
  const outside = new Map<string, number>();
  for (const entry of allEntries(entries)) {
    if (inside.length > MOST_FOUND) break;
    const top = entry.path.split('/', 1)[0] ?? '';
    const isSeen = roots.includes(top);
    if (!isSeen && entry.type !== 'directory') outside.set(top, (outside.get(top) ?? 0) + 1);
    inside.push(...diagnoseInside({ ...whose, ...factsOf(entry), isSeen, enforcesSelinux: labels }));
  }
  return { inside, outside };
}

function factsOf({ path, type, mode, flags }: Entry): Pick<InsideFacts, 'path' | 'isFile' | 'mode' | 'attributes'> {
  const attributes =
    (flags & FLAG.unknown) !== 0
      ? null
      : { capability: (flags & FLAG.capability) !== 0, selinuxLabel: (flags & FLAG.labelled) !== 0 };
  return { path, isFile: type === 'file', mode, attributes };
}

/** A tree that is not booted has no selinuxfs, and so enforces nothing. */
export function enforcesSelinux({ root }: Target): boolean {
  try {
    return readFileSync(hostPath(root, '/sys/fs/selinux/enforce'), 'utf8').trim() === '1';
  } catch {
    return false;
  }
}

/** Units of an extension that targets want or uphold. */
export function wantedUnits({ units }: Extension, survey: Survey, enabled: ReadonlyMap<string, string>): Wanted[] {
  const wanted = wantedOf(survey, enabled);
  return units
    .filter((unit) => wanted.has(unit) || survey.upheld.has(unit))
    .map((unit) => ({ unit, path: wanted.get(unit)?.path ?? '' }));
}

/** Names of libraries in the base's usual folders, one level of architecture folders included. */
export function baseLibraries({ root }: Target): Set<string> {
  const names = new Set<string>();
  for (const folder of LIBRARY_FOLDERS) {
    for (const entry of entriesOf(hostPath(root, `/${folder}`))) {
      if (isLibrary(entry.name)) names.add(entry.name);
      else if (entry.isDirectory() && entry.name.includes('-linux-')) {
        for (const inner of entriesOf(hostPath(root, `/${folder}/${entry.name}`)))
          if (isLibrary(inner.name)) names.add(inner.name);
      }
    }
  }
  return names;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
