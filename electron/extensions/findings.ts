/** What inside an extension should be known before it is trusted or merged. */

import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Finding, Findings } from '../../shared/model/inspection.ts';
import { HIERARCHIES } from '../../shared/systemd/classes.ts';
import { hostPath } from '../host/rooted.ts';
import { readNeverStarted } from '../host/services.ts';
import { ImageError } from '../images/tree.ts';
import { wantedOf } from './dangers/boot-services.ts';
import { readEnabled } from './dangers/boot-targets.ts';
import { asLayer, dangersOfOne } from './dangers/dangers.ts';
import { type Layer, type Survey, worstFirst } from './dangers/facts.ts';
import { isReleaseOfSysext } from './dangers/misplaced.ts';
import { surveyFrom, surveyOf } from './dangers/survey.ts';
import type { ImageIndex } from './index/build.ts';
import { allEntries, type Entry, FLAG } from './index/entries.ts';
import { indexOf } from './index/index-of.ts';
import { wouldMerge } from './layers.ts';
import { contentOf } from './reading.ts';
import type { System, Target } from './system.ts';

const SETUID = 0o4000;
const SETGID = 0o2000;
/** More findings than a person reads. */
const MAX_FINDINGS = 500;
/** More libraries of one program than a person reads. */
const MAX_NAMED = 20;
const LIBRARY_FOLDERS = ['usr/lib', 'usr/lib64', 'usr/lib32', 'lib', 'lib64', 'usr/local/lib'];
const IS_LIBRARY = /\.so(\.|$)/;

/** Looks through an extension, the worst first. Never throws for what it is; that becomes `problem`. */
export async function readFindings(
  target: Target,
  system: System,
  extension: Extension,
  signal: AbortSignal | null = null,
): Promise<Findings> {
  const content = contentOf(target.root, extension);
  if (content === null) return { findings: [], problem: messageOf('extension.it-leads-nowhere') };
  let found: Finding[] = [];
  try {
    const index = await indexOf(content, system.release, { needs: extension.class === 'sysext', signal });
    found = collect(index, extension, enforcesSelinux(target));
    const others = await othersOf(target, system, extension);
    const survey = surveyFrom(index, extension.class);
    const dangers = await dangersOfOne(target, system, extension, survey, others);
    const findings = worstFirst([
      ...missingLibraries(index, survey, target, others),
      ...found,
      ...dangers.map(({ extension: _, ...finding }): Finding => finding),
      ...(await notStarted(target, extension, survey)),
    ]);
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

/** What can be told of each entry by itself. */
function collect({ entries }: ImageIndex, extension: Extension, labels: boolean): Finding[] {
  const roots = HIERARCHIES[extension.class].map((path) => path.slice(1));
  const findings: Finding[] = [];
  const outside = new Map<string, number>();
  for (const entry of allEntries(entries)) {
    if (findings.length > MAX_FINDINGS) break;
    const { path, type } = entry;
    const top = path.split('/', 1)[0] ?? '';
    if (!roots.includes(top)) {
      if (type !== 'directory') outside.set(top, (outside.get(top) ?? 0) + 1);
      if (type === 'file' && extension.class === 'confext' && isReleaseOfSysext(path)) {
        const message = messageOf('extension.release-file-of-configuration-extension-counts');
        findings.push({ kind: 'misplaced', severity: 'warning', path, message });
      }
      continue;
    }
    if (path === 'usr/lib/os-release') {
      const message = messageOf('extension.it-has-os-release-of-its');
      findings.push({ kind: 'os-release', severity: 'danger', path, message });
    }
    if (type === 'file') findings.push(...rightsOf(entry), ...attributesOf(entry, labels));
  }
  const where = roots.map((root) => `/${root}`).join(' and ');
  const lost = [...outside].map(([top, files]): Finding => {
    const message = messageOf('extension.of-its-files-outside-and-will', {
      count: files,
      verb: files === 1 ? 'lies' : 'lie',
      where,
    });
    return { kind: 'without-effect', severity: 'warning', path: top, message };
  });
  return [...findings, ...lost];
}

function rightsOf({ path, mode }: Entry): Finding[] {
  if ((mode & (SETUID | SETGID)) === 0) return [];
  const whose = (mode & SETUID) !== 0 ? messageOf('extension.its-owner') : messageOf('extension.its-group');
  const message = messageOf('extension.runs-with-rights-of-mode', { whose, mode: mode.toString(8) });
  return [{ kind: 'setuid', severity: 'warning', path, message }];
}

function attributesOf({ path, flags }: Entry, labels: boolean): Finding[] {
  if ((flags & FLAG.unknown) !== 0) return [];
  const found: Finding[] = [];
  if ((flags & FLAG.capability) !== 0) {
    const message = messageOf('extension.runs-with-capabilities-of-its-own');
    found.push({ kind: 'capabilities', severity: 'warning', path, message });
  }
  if (labels && (flags & FLAG.labelled) === 0) {
    const message = messageOf('extension.has-no-selinux-label-which-this');
    found.push({ kind: 'unlabelled', severity: 'warning', path, message });
  }
  return found;
}

/** A tree that is not booted has no selinuxfs, and so enforces nothing. */
function enforcesSelinux({ root }: Target): boolean {
  try {
    return readFileSync(hostPath(root, '/sys/fs/selinux/enforce'), 'utf8').trim() === '1';
  } catch {
    return false;
  }
}

/** Units of a merged extension that a target wants or upholds, and that never ran since this system was booted. */
async function notStarted({ root }: Target, { merged, units }: Extension, survey: Survey): Promise<Finding[]> {
  if (root !== '/' || !merged) return [];
  const wanted = wantedOf(survey, readEnabled(root));
  const meant = units.filter((unit) => wanted.has(unit) || survey.upheld.has(unit));
  return (await readNeverStarted(meant)).map((unit) => {
    const message = messageOf('extension.is-meant-to-start-at-boot', { unit });
    return { kind: 'not-started', severity: 'warning', path: wanted.get(unit)?.path ?? '', message };
  });
}

function missingLibraries(index: ImageIndex, survey: Survey, target: Target, others: readonly Layer[]): Finding[] {
  const programs = (index.needs ?? []).filter(({ path }) => survey.others.has(path));
  if (programs.length === 0) return [];
  const own = librariesOf(survey);
  const provided = new Set([...baseLibraries(target), ...others.flatMap((other) => [...librariesOf(other.survey)])]);
  return programs.flatMap(({ path, needed }): Finding[] => {
    // Where a program names folders of its own, a library in its own extension counts wherever it lies.
    const missing = needed.filter((name) => !own.has(basename(name)) && !provided.has(basename(name)));
    if (missing.length === 0) return [];
    const message = messageOf('extension.needs-which-neither-base-nor-extension', {
      libraries: missing.slice(0, MAX_NAMED).join(', '),
    });
    return [{ kind: 'missing-library', severity: 'warning', path, message }];
  });
}

function librariesOf(survey: Survey | null): Set<string> {
  const names = [...(survey?.others ?? [])].filter(([, kind]) => kind !== 'whiteout').map(([path]) => basename(path));
  return new Set(names.filter((name) => IS_LIBRARY.test(name)));
}

/** Names of libraries in the base's usual folders, one level of architecture folders included. */
function baseLibraries({ root }: Target): Set<string> {
  const names = new Set<string>();
  for (const folder of LIBRARY_FOLDERS) {
    for (const entry of entriesOf(hostPath(root, `/${folder}`))) {
      if (IS_LIBRARY.test(entry.name)) names.add(entry.name);
      else if (entry.isDirectory() && entry.name.includes('-linux-')) {
        for (const inner of entriesOf(hostPath(root, `/${folder}/${entry.name}`)))
          if (IS_LIBRARY.test(inner.name)) names.add(inner.name);
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
