/** Makes rows of what all rules found: each finding of each subject once, the worst first. */
import { doesNotFit } from '../diagnosis/does-not-fit.ts';
import { lostWithOs } from '../diagnosis/state/lost-with-os.ts';
import { insideOf } from '../diagnosis/subject.ts';
import { worstFirst } from '../diagnosis/worst-first.ts';
import type { Diagnosis } from '../model/diagnosis.ts';
import type { DoctorItem, DoctorProof } from '../model/doctor.ts';
import type { HostFailure } from '../model/snapshot.ts';
import { unfitName } from './builds.ts';
import { keyOf } from './key.ts';

/** Places of one row that are shown. */
const MOST_PLACES = 20;

export type Place = Readonly<Pick<DoctorProof, 'path' | 'line'>>;

/** What proves a finding beyond the place that it names. */
export interface Proofs {
  /** What systemd prints where a merge fails. */
  readonly failures: readonly Pick<HostFailure, 'path' | 'message' | 'prints'>[];
  /** The lines of files that say so. */
  readonly places?: ReadonlyMap<Diagnosis, readonly Place[]>;
}

/** @returns rows that nobody silenced yet, and of which no remote was asked */
export function itemsOf(found: readonly Diagnosis[], proofs: Proofs): Omit<DoctorItem, 'silenced' | 'builds'>[] {
  const groups = new Map<string, Diagnosis[]>();
  for (const one of worstFirst(withoutDoubles(found))) {
    const key = rowKey(one, groups);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].flatMap(([key, all]) => {
    const [diagnosis] = all;
    if (diagnosis === undefined) return [];
    const proof = distinct(all.flatMap((one) => proofsOf(one, proofs)));
    const more = Math.max(0, proof.length - MOST_PLACES);
    return [{ key, diagnosis, proof: proof.slice(0, MOST_PLACES), more: more + untold(all) }];
  });
}

/**
 * Of one and the same thing only what tells the most is said: the host says of an entry that it ends every merge, and why; and that
 * one fell out with the OS says that it does not fit.
 */
function withoutDoubles(found: readonly Diagnosis[]): Diagnosis[] {
  const blaming = new Set(
    found.flatMap(({ id, subject }) => (id === 'merge-fails' && subject.kind === 'entry' ? [subject.path] : [])),
  );
  const lost = new Set(
    found.flatMap((one) => (lostWithOs.ids.some((id) => id === one.id) ? (unfitKey(one) ?? []) : [])),
  );
  const isSaid = (one: Diagnosis) =>
    (one.id === 'blocks-merge' && one.subject.kind === 'entry' && blaming.has(one.subject.path)) ||
    (doesNotFit.ids.some((id) => id === one.id) && lost.has(unfitKey(one) ?? ''));
  return found.filter((one) => !isSaid(one));
}

const unfitKey = (one: Diagnosis): string | null => {
  const name = unfitName(one);
  return name === null || !('class' in one.subject) ? null : `${one.subject.class}/${name}`;
};

/** What is said twice of a subject, of other things, are two rows; places inside of an extension are one. */
function rowKey(one: Diagnosis, groups: ReadonlyMap<string, readonly Diagnosis[]>): string {
  const key = keyOf(one);
  const isPlace = insideOf(one.subject) !== '';
  const [first] = groups.get(key) ?? [];
  if (isPlace || first === undefined || first.message.text === one.message.text) return key;
  const values = Object.values(one.message.values).filter((value) => typeof value !== 'object');
  return `${key}:${values.join(',')}`;
}

/** A place that has its line needs no other. */
function proofsOf(one: Diagnosis, proofs: Proofs): DoctorProof[] {
  const places = (proofs.places?.get(one) ?? []).map((place) => ({ ...place, text: null }));
  const own = proofOf(one, proofs);
  return own.text === null && places.some(({ path }) => path === own.path) ? places : [own, ...places];
}

function proofOf(one: Diagnosis, { failures }: Proofs): DoctorProof {
  const { subject } = one;
  const path = subject.kind === 'entry' ? subject.path : null;
  const text =
    one.id === 'merge-fails'
      ? failures.find((failure) => failure.path === path && failure.message.text === one.reason?.text)?.prints
      : undefined;
  const inside = insideOf(subject);
  return { path: inside === '' ? path : `/${inside}`, line: null, text: text || null };
}

function distinct(proofs: readonly DoctorProof[]): DoctorProof[] {
  const seen = new Map(proofs.map((one) => [JSON.stringify(one), one]));
  return [...seen.values()].filter(({ path, text }) => path !== null || text !== null);
}

/** Places that a rule counted without naming them. */
function untold(all: readonly Diagnosis[]): number {
  return all.reduce((sum, { message: { id, values } }) => {
    const count = values['count'];
    return id === 'extension.there-are-more-like-this' && typeof count === 'number' ? sum + count : sum;
  }, 0);
}
