/** Choices that look random and are the same for the same seed. */
import { createHash, randomBytes } from 'node:crypto';

export interface Chance {
  /** A whole number from 0 up to, but not with, `end`. */
  below(end: number): number;
  pick<T>(choices: readonly T[]): T;
  /** True in this share of all cases. */
  maybe(share: number): boolean;
  /** One of the keys, each as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
}

/** The seed of this run: what `VENEER_SEED` says, so that a run can be repeated, else a fresh one. */
export function runSeed(): string {
  return process.env['VENEER_SEED'] ?? randomBytes(4).toString('hex');
}

/** Mulberry32, from the hash of the seed. */
export function chanceOf(seed: string): Chance {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  return {
    below,
    maybe: (share) => next() < share,
    pick(choices) {
      const found = choices[below(choices.length)];
      if (found === undefined) throw new Error('there is nothing to pick from');
      return found;
    },
    weighted(weights) {
      const all = Object.entries(weights) as [keyof typeof weights, number][];
      let left = next() * all.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of all) {
        left -= weight;
        if (left < 0) return key;
      }
      throw new Error('no choice has a weight');
    },
  };
}
