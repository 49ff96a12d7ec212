import { expect, test } from 'vitest';
import type { Extension } from '../../shared/model/extension.ts';
import type { UnitFacts } from '../../shared/systemd/service-status.ts';
import type { Target } from '../extensions/system.ts';
import { readServices, reportOf } from './service-report.ts';

const extension = (name: string, units: readonly string[], merged = true, listed = true) =>
  ({ name, class: 'sysext', units, merged, listed }) as unknown as Extension;

const facts = (change: Partial<UnitFacts>): UnitFacts => ({
  name: 'a.service',
  load: 'loaded',
  active: 'active',
  sub: 'running',
  result: 'success',
  hasFile: true,
  exit: null,
  pid: 7,
  hasRun: true,
  changedAt: 1000,
  unmet: null,
  askers: [],
  triggers: [],
  needsReload: false,
  ...change,
});

test('each unit has its state, and what runs without its files is told although nothing here brings it', () => {
  const units = new Map([
    ['a.service', facts({})],
    [
      'b.service',
      facts({
        name: 'b.service',
        active: 'failed',
        sub: 'failed',
        result: 'exit-code',
        exit: { status: 3 },
        pid: null,
      }),
    ],
    ['gone.service', facts({ name: 'gone.service', load: 'not-found', hasFile: null })],
  ]);
  const { services, problem } = reportOf([extension('tool', ['a.service', 'b.service', 'c.service'])], {
    asked: ['a.service', 'b.service', 'c.service'],
    units,
    hooks: new Map(),
  });
  expect(problem).toBeNull();
  expect(services.map(({ name, extension: of, status }) => [name, of, status])).toEqual([
    ['a.service', 'tool', 'running'],
    ['b.service', 'tool', 'failed'],
    ['c.service', 'tool', 'stopped'],
    ['gone.service', null, 'left-over'],
  ]);
});

test('of a name that several entries have, the merged one counts', () => {
  const { services } = reportOf([extension('tool', ['old.service'], false), extension('tool', ['new.service'])], {
    asked: ['new.service'],
    units: new Map(),
    hooks: new Map(),
  });
  expect(services.map(({ name }) => name)).toEqual(['new.service']);
});

test('a tree and a sandbox have no service manager, and say so', async () => {
  for (const [root, isSandbox] of [
    ['/mnt/tree', false],
    ['/', true],
  ] as const) {
    const report = await readServices({ root } as Target, isSandbox, [extension('tool', ['a.service'])]);
    expect(report.problem?.text).toContain('not booted');
    expect(report.services).toMatchObject([{ name: 'a.service', extension: 'tool', status: 'unknown' }]);
  }
});
