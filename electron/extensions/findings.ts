/** What inside an extension should be known before it is trusted or merged: the facts are gathered here, the rules stand in shared/diagnosis. */

import { readdirSync, readFileSync } from 'node:fs';
import { diagnoseContent, diagnoseInside } from '../../shared/diagnosis/content/diagnose-content.ts';
import type { InsideFacts } from '../../shared/diagnosis/content/facts.ts';
import { isLibrary } from '../../shared/diagnosis/content/missing-library.ts';
import { wantedOf } from '../../shared/diagnosis/merge/boot-services.ts';
import type { Layer, Survey } from '../../shared/diagnosis/merge/facts.ts';
import { worstFirst } from '../../shared/diagnosis/worst-first.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Findings } from '../../shared/model/inspection.ts';
import { HIERARCHIES } from '../../shared/systemd/classes.ts';
import { hostPath } from '../host/rooted.ts';
import { readNeverStarted } from '../host/services.ts';
import { ImageError } from '../images/tree.ts';
import { readEnabled } from './dangers/boot-targets.ts';
import { asLayer, dangersOfOne } from './dangers/dangers.ts';
import { surveyFrom, surveyOf } from './dangers/survey.ts';
import type { ImageIndex } from './index/build.ts';
import { allEntries, type Entry, FLAG } from './index/entries.ts';
import { indexOf } from './index/index-of.ts';
import { wouldMerge } from './layers.ts';
import { contentOf } from './reading.ts';
import type { System, Target } from './system.ts';

/** More findings than a person reads. */
const MAX_FINDINGS = 500;
const LIBRARY_FOLDERS = ['usr/lib', 'usr/lib64', 'usr/lib32', 'lib', 'lib64', 'usr/local/lib'];

/** Looks through an extension, the worst first. Never throws for what it is; that becomes `problem`. */
export async function readFindings(
  target: Target,
  system: System,
  extension: Extension,
  signal: AbortSignal | null = null,
): Promise<Findings> {
  const content = contentOf(target.root, extension);
  if (content === null) return { findings: [], problem: messageOf('extension.it-leads-nowhere') };
  let found: Diagnosis[] = [];
  try {
    const index = await indexOf(content, system.release, { needs: extension.class === 'sysext', signal });
    const whose = { class: extension.class, name: extension.name };
    const { inside, outside } = lookInside(index, whose, enforcesSelinux(target));
    found = inside;
    const others = await othersOf(target, system, extension);
    const survey = surveyFrom(index, extension.class);
    const dangers = await dangersOfOne(target, system, extension, survey, others);
    const enabled = readEnabled(target.root);
    const all = diagnoseContent({
      ...whose,
      ...{ outside, survey, others, enabled },
      needs: index.needs ?? [],
      baseLibraries: baseLibraries(target),
      neverStarted: await neverStarted(target, extension, survey, enabled),
    });
    const findings = worstFirst([...found, ...all, ...dangers]);
    const problem =
      findings.length > MAX_FINDINGS
        ? messageOf('extension.there-is-more-than-is-listed')
        : survey.markersKnown
          ? null
          : messageOf('extension.which-of-its-folders-are-marked');
    return { findings: findings.slice(0, MAX_FINDINGS), problem };
  } catch (error) {
    const findings = worstFirst(found).slice(0, MAX_FINDINGS);
    if (error instanceof ImageError)
      return { findings, problem: messageOf('extension.it-cannot-be-looked-through', { reason: error.said }) };
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || signal?.aborted === true) throw error;
    return { findings, problem: messageOf('extension.it-cannot-be-read', { code }) };
  }
}

/** What is found at each entry by itself, and how many stand outside of the hierarchies, by the topmost folder. */
function lookInside(
  { entries }: ImageIndex,
  whose: Pick<InsideFacts, 'class' | 'name'>,
  labels: boolean,
): { readonly inside: Diagnosis[]; readonly outside: ReadonlyMap<string, number> } {
  const roots = HIERARCHIES[whose.class].map((path) => path.slice(1));
  const inside: Diagnosis[] = [];
  const outside = new Map<string, number>();
  for (const entry of allEntries(entries)) {
    if (inside.length > MAX_FINDINGS) break;
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
function enforcesSelinux({ root }: Target): boolean {
  try {
    return readFileSync(hostPath(root, '/sys/fs/selinux/enforce'), 'utf8').trim() === '1';
  } catch {
    return false;
  }
}

/** Units of a merged extension that targets want or uphold, and that never ran since this system was booted. */
async function neverStarted(
  { root }: Target,
  { merged, units }: Extension,
  survey: Survey,
  enabled: ReadonlyMap<string, string>,
): Promise<string[]> {
  if (root !== '/' || !merged) return [];
  const wanted = wantedOf(survey, enabled);
  return readNeverStarted(units.filter((unit) => wanted.has(unit) || survey.upheld.has(unit)));
}

/** Names of libraries in the base's usual folders, one level of architecture folders included. */
function baseLibraries({ root }: Target): Set<string> {
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

/** What it would be merged with. */
async function othersOf(target: Target, system: System, extension: Extension): Promise<Layer[]> {
  const layers: Layer[] = [];
  for (const other of system.extensions) {
    if (other.class !== extension.class || other.name === extension.name) continue;
    if (!other.merged && wouldMerge(other) !== true) continue;
    layers.push(asLayer(other, await surveyOf(target, system, other)));
  }
  return layers;
}
