import { useState } from 'react';
import { type Range, rebased } from './geometry.ts';

/**
 * What is taken from the index of a column or row for its key: on a jump to others, these are drawn into the elements that are there,
 * instead of a thousand new ones beside a thousand that wait for the garbage collector; on a step, what stays keeps its element.
 */
export function useBase({ from, to }: Range): number {
  const [kept, setKept] = useState({ from, to, base: 0 });
  if (kept.from === from && kept.to === to) return kept.base;
  const base = rebased(kept, { from, to });
  setKept({ from, to, base });
  return base;
}
