/** The form of a rule: what it finds, from where that is known, and a pure function of what was read. */
import type { Diagnosis } from '../model/diagnosis.ts';

export interface Rule<Facts, Id extends string = string> {
  /** What it finds: mostly one, or a few that one look tells apart. */
  readonly ids: readonly Id[];
  /** From where it is known: a manual page, or how it was measured. */
  readonly source: string;
  find(facts: Facts): readonly Diagnosis[];
}

/** What a rule says of what it found; what it leaves out is null. */
export type Found<Id extends string = string> = Pick<Diagnosis, 'severity' | 'subject' | 'message'> &
  Partial<Pick<Diagnosis, 'reason' | 'nextStep' | 'fix'>> & { readonly id: Id };

export function rule<const Id extends string, Facts>(
  ids: readonly Id[],
  source: string,
  find: (facts: Facts) => readonly Found<NoInfer<Id>>[],
): Rule<Facts, Id> {
  return {
    ids,
    source,
    find: (facts) => find(facts).map((found) => ({ reason: null, nextStep: null, fix: null, source, ...found })),
  };
}
