/** Which extension lies over which, and over the OS, by how many files. */
import type { Plate } from './plates.ts';

export interface Pair {
  /** Whose files are seen. */
  readonly winner: Plate;
  /** null for the OS. */
  readonly loser: string | null;
  readonly files: number;
}

/** The ones with the most files first. */
export function pairsOf(plates: readonly Plate[]): Pair[] {
  const pairs = plates.flatMap((winner): Pair[] => {
    const { layer, extension } = winner;
    if (layer === null || extension === null) return [];
    const base = layer.overridesBase ?? 0;
    return [
      ...(base > 0 ? [{ winner, loser: null, files: base }] : []),
      ...layer.overridesOthers.map(({ name, files }) => ({ winner, loser: name, files })),
    ];
  });
  return pairs.sort((a, b) => b.files - a.files);
}
