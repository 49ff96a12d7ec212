/** In which line of which file that stands which a finding is about, for files that are quickly read. */
import { notMade } from '../../shared/diagnosis/content/not-made.ts';
import { doesNotFit } from '../../shared/diagnosis/does-not-fit.ts';
import { RESTARTS, releaseFields } from '../../shared/diagnosis/merge/release-fields.ts';
import type { MergeService } from '../../shared/diagnosis/state/facts.ts';
import { lostWithOs } from '../../shared/diagnosis/state/lost-with-os.ts';
import { serviceSkipped } from '../../shared/diagnosis/state/service-skipped.ts';
import { insideOf } from '../../shared/diagnosis/subject.ts';
import { transferUnusable } from '../../shared/diagnosis/updates/transfer-unusable.ts';
import type { Place } from '../../shared/doctor/items.ts';
import { lineOf, lineOfKey } from '../../shared/doctor/line-of.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { UpdateState } from '../../shared/model/update.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import { missingOf } from '../extensions/not-made.ts';
import type { System, Target } from '../extensions/system.ts';
import { readText } from '../host/definition-files.ts';
import { readAllDefinitions } from '../host/definitions.ts';

/** More are not looked up: the finding itself tells of the file. */
const MOST_FILES = 50;
/** As systemd looks for it (os-release(5)). */
const OS_RELEASES = ['/etc/os-release', '/usr/lib/os-release'];

interface Looked {
  readonly target: Target;
  readonly system: System;
  readonly reader: Pick<LocalReader, 'file'>;
  readonly updates: UpdateState;
}

type Places = ReadonlyMap<Diagnosis, readonly Place[]>;

/** @returns the places of those findings that have any */
export async function readPlaces(
  looked: Looked,
  services: readonly MergeService[],
  found: readonly Diagnosis[],
  signal: AbortSignal,
): Promise<Places> {
  const places = new Map<Diagnosis, readonly Place[]>();
  const osRelease = osReleaseOf(looked.target.root);
  let files = 0;
  for (const one of found) {
    const extension = extensionOf(one, looked.system);
    const fields = extension === null ? [] : fieldsOf(one, extension);
    if (extension === null || extension.releaseFile === null || fields.length === 0 || files >= MOST_FILES) continue;
    signal.throwIfAborted();
    files++;
    const own = await releaseLines(looked, extension, extension.releaseFile, fields, signal);
    places.set(one, [...own, ...(isUnfit(one) ? linesIn(osRelease, fields) : [])]);
  }
  for (const one of found)
    if (has(serviceSkipped, one)) places.set(one, conditionsOf(one, services, looked.target.root));
  for (const one of found) if (has(notMade, one)) places.set(one, declarations(one, looked.target.root));
  if (found.some((one) => has(transferUnusable, one)))
    for (const [one, place] of refusals(looked, found)) places.set(one, [place]);
  return places;
}

const has = ({ ids }: { readonly ids: readonly string[] }, { id }: Diagnosis): boolean => ids.includes(id);
const isUnfit = (one: Diagnosis): boolean => has(doesNotFit, one) || has(lostWithOs, one);

function extensionOf({ subject }: Diagnosis, { extensions }: System): Extension | null {
  const found = extensions.find((one) =>
    subject.kind === 'entry'
      ? one.class === subject.class && one.path === subject.path
      : subject.kind === 'extension' && one.class === subject.class && one.name === subject.name && one.listed,
  );
  return found ?? null;
}

/** The fields of the release file that it is about. */
function fieldsOf(one: Diagnosis, { verdict, release }: Extension): string[] {
  if (isUnfit(one)) return verdict.fields.filter(({ result }) => result === 'differs').map(({ field }) => field);
  if (!has(releaseFields, one)) return [];
  const { field } = one.message.values;
  const named = typeof field === 'string' ? [field] : RESTARTS;
  return named.filter((key) => release?.[key] !== undefined);
}

async function releaseLines(
  { target, system, reader }: Looked,
  extension: Extension,
  path: string,
  fields: readonly string[],
  signal: AbortSignal,
): Promise<Place[]> {
  try {
    const { text } = await reader.file(target, system, extension, path, signal);
    const place = extension.form === 'folder' ? `${extension.path}/${path}` : `/${path}`;
    return linesIn(text === null ? null : { path: place, text }, fields);
  } catch (error) {
    signal.throwIfAborted();
    // What cannot be read is told by the finding on it.
    if (error instanceof Error) return [];
    throw error;
  }
}

function linesIn(file: { readonly path: string; readonly text: string } | null, fields: readonly string[]): Place[] {
  if (file === null) return [];
  const lines = fields.map((field) => lineOfKey(file.text, field)).filter((line) => line !== null);
  return lines.map((line) => ({ path: file.path, line }));
}

function osReleaseOf(root: string): { readonly path: string; readonly text: string } | null {
  for (const path of OS_RELEASES) {
    const text = readText(root, path);
    if (text !== null) return { path, text };
  }
  return null;
}

/** Of a drop-in rather than of the unit file, which stands before it. */
function conditionsOf({ subject }: Diagnosis, services: readonly MergeService[], root: string): Place[] {
  return services
    .filter((one) => subject.kind === 'class' && one.class === subject.class)
    .flatMap(({ files, unmet }) => {
      const texts = files.map((path) => ({ path, text: readText(root, path) ?? '' })).reverse();
      return unmet.flatMap((condition): Place[] => {
        const file = texts.find(({ text }) => lineOf(text, condition) !== null);
        return file === undefined ? [] : [{ path: file.path, line: lineOf(file.text, condition) }];
      });
    });
}

function declarations({ subject }: Diagnosis, root: string): Place[] {
  const file = insideOf(subject);
  return missingOf(root, file).map(({ line }) => ({ path: `/${file}`, line }));
}

function refusals({ target, system, updates }: Looked, found: readonly Diagnosis[]): [Diagnosis, Place][] {
  const definitions = readAllDefinitions(target.root, system.release);
  return updates.items.flatMap(({ problem, component }): [Diagnosis, Place][] => {
    const at = definitions.find((one) => one.component === component)?.refusedAt ?? null;
    const one = found.find((finding) => finding === problem);
    return at === null || one === undefined || !has(transferUnusable, one) ? [] : [[one, at]];
  });
}
