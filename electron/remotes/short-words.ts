/** What is told of an image that nobody chose yet is short: a remote may list thousands, and each window gets all of it. */
import type { Prediction } from '../../shared/model/catalog.ts';

/** Characters of all names together: the largest image that is known brings 60 units and 400 programs. */
const MOST_OF_NAMES = 8192;
const MOST_OF_DESCRIPTION = 500;

type Words = Pick<Prediction, 'description' | 'units' | 'programs'>;

/** The first of the names that have room, and the start of a description. */
export function shortWords({
  description,
  units,
  programs,
}: {
  readonly [Word in keyof Words]: Words[Word] extends string[] ? readonly string[] : Words[Word];
}): Words {
  return {
    description: description?.slice(0, MOST_OF_DESCRIPTION) ?? null,
    units: firstThatFit(units),
    programs: firstThatFit(programs),
  };
}

function firstThatFit(names: readonly string[]): string[] {
  let left = MOST_OF_NAMES;
  return names.filter(({ length }) => {
    left -= length;
    return left >= 0;
  });
}
