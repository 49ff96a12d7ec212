import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareVersions, isNewerRelease, isSameVersion } from './version.ts';

const recorded = readFileSync(new URL('../../e2e/fixtures/systemd/versions.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.split('\t') as [string, string, string]);

test(`orders all ${recorded.length} recorded pairs as systemd does`, () => {
  const sign = { '<': -1, '=': 0, '==': 0, '>': 1 } as Record<string, number>;
  const wrong = recorded.filter(([a, relation, b]) => compareVersions(a, b) !== sign[relation.trim()]);
  expect(wrong).toEqual([]);
  expect(recorded.length).toBeGreaterThanOrEqual(500);
});

test('is antisymmetric and ends for any text', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-c~^.\-+_]{0,12}$/));
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(compareVersions(a, b)).toBe(-compareVersions(b, a) || 0);
    }),
  );
});

test('what both begin with changes nothing, where letters or digits end there', () => {
  const rest = fc.stringMatching(/^[~^.\-+_][0-9a-c~^.\-+_]{0,8}$/);
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-c~^.\-+_]{0,8}[0-9a-c]$/), rest, rest, (front, a, b) => {
      expect(compareVersions(front + a, front + b)).toBe(compareVersions(a, b));
    }),
  );
});

test('a v before the number is no part of what a remote and a host are compared by', () => {
  expect(compareVersions('v10.0', '2.0')).toBe(-1);
  expect(isNewerRelease('v10.0', '2.0')).toBe(true);
  expect(isNewerRelease('v2.0', '2.0')).toBe(false);
  expect(isNewerRelease('2.0', 'v10.0')).toBe(false);
  expect(isSameVersion('v2.0', '2.0')).toBe(true);
  expect(isSameVersion('vendor', 'endor')).toBe(false);
});
