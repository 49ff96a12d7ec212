import { expect, test } from 'vitest';
import { bestOf, matchOf } from './palette-match.ts';

test.each([
  ['editor', 'editor', 0],
  ['Editor', 'edi', 1],
  ['gpu-runtime', 'run', 2],
  ['Show settings', 'sett', 2],
  ['Show host', 'host show', 2],
  ['prerun', 'run', 3],
  ['Rückgängig machen', 'ruck', 1],
  ['editor', 'x', null],
])('%s for %j: %s', (name, typed, rank) => {
  expect(matchOf(name, typed)).toBe(rank);
});

test('the best comes first whatever the order on disk, and no more than so many', () => {
  const names = ['psi-alpha-422', 'kappa-alphabet', 'alpha-beta-352', 'omega', 'alpha'];
  expect(bestOf(names, (one) => one, 'alpha', 3)).toEqual(['alpha', 'alpha-beta-352', 'psi-alpha-422']);
  expect(bestOf(names, (one) => one, '', 2)).toEqual(['psi-alpha-422', 'kappa-alphabet']);
});
