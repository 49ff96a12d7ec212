/** A case by its number: the child that reads it and the parent that keeps it make the same. */
import { type Field, type Mode, mutate, Random } from './mutate.ts';
import { repair, type Seed } from './seeds.ts';

/** A seed as it lies beside its bytes. */
export interface StoredSeed extends Omit<Seed, 'bytes'> {
  readonly file: string;
  readonly fields: readonly Field[];
}

export type TracedSeed = Seed & { readonly fields: readonly Field[] };

/** @param number of the case, under a seed of the whole run */
export function makeCase(seeds: readonly TracedSeed[], mode: Mode, seed: number, number: number): Seed {
  const random = new Random(seed, number);
  const { name, target, bytes, fields } = random.one(seeds);
  const mutated = mutate(bytes, fields, mode, random);
  if (mode === 'structure') repair(mutated);
  return { name, target, bytes: mutated };
}
