/** What the rules of shared/diagnosis/content are told of an extension, by its index, and of the base. */
import { readdirSync } from 'node:fs';
import { diagnoseInside } from '../../shared/diagnosis/content/diagnose-content.ts';
import type { InsideFacts, Wanted, Whose } from '../../shared/diagnosis/content/facts.ts';
import { isLibrary } from '../../shared/diagnosis/content/missing-library.ts';
import { wantedOf } from '../../shared/diagnosis/merge/boot-services.ts';
import type { Survey } from '../../shared/diagnosis/merge/facts.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { HIERARCHIES } from '../../shared/systemd/classes.ts';
import { hostPath } from '../host/rooted.ts';
import type { SelinuxPolicy } from '../host/selinux.ts';
import type { ImageIndex } from './index/build.ts';
import { allEntries, type Entry, FLAG } from './index/entries.ts';
import type { Target } from './system.ts';

/** More findings in one extension than a person reads. */
export const MOST_FOUND = 500;
/** A look at one takes some ten microseconds. */
const MOST_ASKED = 1000;
const LIBRARY_FOLDERS = ['usr/lib', 'usr/lib64', 'usr/lib32', 'lib', 'lib64', 'usr/local/lib'];

export interface InsideLook {
  readonly inside: Diagnosis[];
  readonly outside: ReadonlyMap<string, number>;
}

/** What is found at each entry by itself, and how many stand outside of the hierarchies, by the topmost folder. */
export function lookInside({ entries }: ImageIndex, whose: Whose, policy: SelinuxPolicy | null): InsideLook {
  const roots = HIERARCHIES[whose.class].map((path) => path.slice(1));
  const inside: Diagnosis[] = [];
  const outside = new Map<string, number>();
  const expected = expectedTypes(policy);
  for (const entry of allEntries(entries)) {
    if (inside.length > MOST_FOUND) break;
    const top = entry.path.split('/', 1)[0] ?? '';
    const isSeen = roots.includes(top);
    if (!isSeen && entry.type !== 'directory') outside.set(top, (outside.get(top) ?? 0) + 1);
    const labels = { enforcesSelinux: policy !== null, expectedType: isSeen ? expected(entry) : null };
    inside.push(...diagnoseInside({ ...whose, ...factsOf(entry), isSeen, ...labels }));
  }
  return { inside, outside };
}

/** Where systemd finds units. */
const UNIT = /^(?:usr\/lib|etc)\/systemd\/(?:system|user)\//;

/**
 * What a policy has for programs and units, which are what services run: of so many, and of each pair of types the first, for
 * what was packed with the label of its place has it in every file.
 */
function expectedTypes(policy: SelinuxPolicy | null): (entry: Entry) => string | null {
  const told = new Set<string>();
  let asked = 0;
  return ({ path, type, mode, label }) => {
    if (policy?.contexts == null || type !== 'file' || label === null || asked >= MOST_ASKED) return null;
    if ((mode & 0o111) === 0 && !UNIT.test(path)) return null;
    asked++;
    const expected = policy.contexts.typeOf(`/${path}`);
    const pair = `${label} ${expected}`;
    if (label === expected || told.has(pair)) return null;
    told.add(pair);
    return expected;
  };
}

function factsOf({
  path,
  type,
  mode,
  flags,
  label,
}: Entry): Pick<InsideFacts, 'path' | 'isFile' | 'mode' | 'attributes'> {
  const attributes =
    (flags & FLAG.unknown) !== 0 ? null : { capability: (flags & FLAG.capability) !== 0, selinuxType: label };
  return { path, isFile: type === 'file', mode, attributes };
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
