import { expect, test } from 'vitest';
import { lineChanges } from './line-changes.ts';

const lines = (count: number, of = 'line') => Array.from({ length: count }, (_, at) => `${of} ${at}\n`).join('');

test('what is the same is cut to what stands around a change', () => {
  const before = `${lines(10)}old\n${lines(10)}`;
  const after = `${lines(10)}new\n${lines(10)}`;
  expect(lineChanges(before, after)).toEqual([
    { kind: 'same', text: '⋯\nline 7\nline 8\nline 9\n', at: 0 },
    { kind: 'gone', text: 'old\n', at: 1 },
    { kind: 'new', text: 'new\n', at: 2 },
    { kind: 'same', text: 'line 0\nline 1\nline 2\n⋯\n', at: 3 },
  ]);
});

test('equal texts are one part, and what differs in everything is no comparison', () => {
  expect(lineChanges('a\n', 'a\n')).toMatchObject([{ kind: 'same' }]);
  expect(lineChanges(lines(3000, 'a'), lines(3000, 'b'))).toBeNull();
});
