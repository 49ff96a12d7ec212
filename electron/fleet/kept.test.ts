import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import { MOST_HOSTS } from '../../shared/fleet/inventory.ts';
import { type AddedHost, createKeptFleet } from './kept.ts';

const scratch = makeScratch('kept-fleet');
afterAll(() => scratch.remove());

const host = (at: number): AddedHost => ({ id: `h${at}`, name: `h${at}`, address: null, source: 'typed' });
const some = (count: number, from: number) => Array.from({ length: count }, (_, at) => host(from + at));

test('where not all have room none is added, and that is said', () => {
  const problems: Error[] = [];
  const kept = createKeptFleet(join(scratch.path, 'state'), join(scratch.path, 'cache'), (one) => problems.push(one));
  kept.add(some(MOST_HOSTS - 1, 0));
  expect(() => kept.add(some(2, MOST_HOSTS))).toThrow(expect.objectContaining({ code: 'too-large' }));
  expect(kept.hosts()).toHaveLength(MOST_HOSTS - 1);
  kept.add([host(0), host(MOST_HOSTS)]);
  expect(kept.hosts().at(-1)).toEqual(host(MOST_HOSTS));
  expect(kept.hosts()).toHaveLength(MOST_HOSTS);
  expect(problems).toEqual([]);
});
