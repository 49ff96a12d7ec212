import { expect, test } from 'vitest';
import type { Fix } from '../../shared/model/diagnosis.ts';
import { CLASSES } from '../../shared/systemd/classes.ts';
import { nameOfFix, wordsOfFix } from './fix-words.ts';

test('two that merge at every start are told from each other, by names that begin as their words do', () => {
  const fixes = CLASSES.map(
    (one): Fix => ({ changes: [], action: 'none', classes: [one], atBoot: { class: one, on: true } }),
  );
  const words = fixes.map(wordsOfFix);
  expect(words).toEqual(['Merge at every start…', 'Merge at every start…']);
  expect(fixes.map((fix, at) => nameOfFix(fix, words[at] ?? ''))).toEqual([
    'Merge at every start… (system extensions)',
    'Merge at every start… (configuration extensions)',
  ]);
  expect(nameOfFix({ changes: [], action: 'merge', classes: ['sysext'] }, 'Merge…')).toBe('Merge…');
});
