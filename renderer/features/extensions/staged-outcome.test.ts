import { expect, test } from 'vitest';
import type { Plan } from '../../../shared/model/plan.ts';
import type { Row } from './rows.ts';
import { isEnabledThen, outcomeOf, stagedOutcomes } from './staged-outcome.ts';

const row = (name: string, change: Partial<Row> = {}): Row =>
  ({ name, class: 'sysext', group: 'next', enabled: true, extension: { listed: true }, ...change }) as Row;
const disable = { verb: 'disable', class: 'sysext', name: 'docker' } as const;
const enable = { verb: 'enable', class: 'sysext', name: 'old' } as const;

test('rows that come along say so, and so does one that cannot be told yet', () => {
  const uncertain = ['both', 'perhaps'];
  const outcomes: Plan['outcomes'] = [
    { class: 'sysext', before: ['docker', 'gone'], after: ['wasmtime', 'both'], uncertain, versions: {} },
  ];
  const found = stagedOutcomes([disable, enable], { outcomes } as unknown as Plan);
  const said = ['docker', 'gone', 'wasmtime', 'perhaps', 'old', 'rest'].map((name) => outcomeOf(row(name), found));
  expect(said).toEqual([
    'Will be disabled',
    'Will be unmerged',
    'Will be merged',
    'May be merged',
    'Will be enabled',
    null,
  ]);
  expect(outcomeOf(row('wasmtime', { class: 'confext' }), found)).toBeNull();
  expect(outcomeOf(row('wasmtime', { group: 'shadowed' }), found)).toBeNull();
});

test('what is staged is told before its plan is there', () => {
  expect(outcomeOf(row('docker'), stagedOutcomes([disable], null))).toBe('Will be disabled');
});

test('a switch stands where it will be', () => {
  expect(isEnabledThen(row('docker'), [])).toBe(true);
  expect(isEnabledThen(row('docker'), [disable])).toBe(false);
  expect(isEnabledThen(row('old', { enabled: false }), [disable, enable])).toBe(true);
});
