import type { Diagnosis } from '../model/diagnosis.ts';

const RANK: Readonly<Record<Diagnosis['severity'], number>> = { danger: 0, warning: 1, note: 2 };

/** Dangers first, then warnings, then notes; else as they were. */
export function worstFirst<T extends Pick<Diagnosis, 'severity'>>(found: readonly T[]): T[] {
  return [...found].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}
