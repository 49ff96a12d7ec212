import { expect, test } from 'vitest';
import type { Change } from '../../shared/model/change.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { stagedEffects } from './staged-effects.ts';

const enable = (name: string) => ({ verb: 'enable', class: 'sysext', name }) as Change;
const disable = (name: string) => ({ verb: 'disable', class: 'sysext', name }) as Change;
const plan = (before: string[], after: string[], units: Partial<Pick<Plan, 'unitsGained' | 'unitsLost'>> = {}) => ({
  outcomes: [{ class: 'sysext' as const, before, after }],
  unitsGained: [],
  unitsLost: [],
  ...units,
});

test('what is switched is told by name, and what comes along beside it', () => {
  expect(stagedEffects([disable('editor')], plan(['editor', 'tool'], ['tool'], { unitsLost: ['sync.service'] }))).toBe(
    'Disable editor · sync.service is taken away',
  );
  // Enabled before, and not merged yet: the merge takes it in as well.
  expect(stagedEffects([enable('editor')], plan(['tool'], ['editor', 'other', 'tool']))).toBe(
    'Enable editor · Merge other',
  );
  expect(stagedEffects([disable('editor')], plan(['editor', 'old'], []))).toBe('Disable editor · Unmerge old');
});

test('many are counted', () => {
  const names = Array.from({ length: 350 }, (_, at) => `one-${at}`);
  const units = Array.from({ length: 20 }, (_, at) => `unit-${at}.service`);
  expect(stagedEffects([enable('editor')], plan([], ['editor', ...names], { unitsGained: units }))).toBe(
    'Enable editor · Merge 350 more · 20 services are added',
  );
  expect(stagedEffects(names.slice(0, 4).map(disable), plan([], []))).toBe('Disable 4 extensions');
});

test('where nothing comes of it before the next merge, that is said', () => {
  expect(stagedEffects([], plan([], []))).toBe('Nothing changes until the next merge.');
});
