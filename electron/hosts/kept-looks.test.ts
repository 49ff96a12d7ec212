import { expect, test } from 'vitest';
import { foreignText } from '../../shared/messages/message.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { LookedThrough } from '../extensions/look-through.ts';
import { createKept } from './kept-looks.ts';

const look = (id: string, findings: number, libraries: number): LookedThrough => ({
  ...{ id, wanted: [], problem: null },
  found: Array.from({ length: findings }, () => ({ id: 'setuid', message: foreignText('x') }) as unknown as Diagnosis),
  libraries: Array.from({ length: libraries }, (_, at) => `lib${at}.so`),
  lacking: [{ path: 'usr/bin/x', libraries: ['liby.so'] }],
});

test('what is too much of all together is left out, and said of the one that it is left out of', () => {
  const { take, knowsLibraries } = createKept({ findings: 5, libraries: 10 });
  expect(take(look('a', 3, 4))).toEqual(look('a', 3, 4));
  const cut = take(look('b', 3, 4));
  expect(cut.found).toHaveLength(2);
  expect(cut.problem?.text).toContain('more');
  expect(cut.libraries).toHaveLength(4);
  expect(knowsLibraries()).toBe(true);
  const last = take(look('c', 1, 1));
  expect(last).toMatchObject({ found: [], libraries: [], lacking: [] });
  expect(last.problem).not.toBeNull();
  expect(knowsLibraries()).toBe(false);
  const broken = take({ ...look('d', 1, 0), problem: foreignText('Torn.') });
  expect(broken.problem?.text).toBe('Torn.');
});

test('hundreds of images that are full of what is wrong stay within some megabytes', () => {
  const { take } = createKept();
  const kept = Array.from({ length: 500 }, (_, at) => take(look(String(at), 500, 5000)));
  expect(kept.reduce((sum, { found }) => sum + found.length, 0)).toBe(10_000);
  expect(kept.reduce((sum, { libraries }) => sum + libraries.length, 0)).toBeLessThanOrEqual(200_000);
  expect(kept.filter(({ problem }) => problem !== null).length).toBeGreaterThan(400);
});
