import { expect, test } from 'vitest';
import type { Extension } from '../../shared/model/extension.ts';
import type { UnitFacts } from '../../shared/systemd/service-status.ts';
import type { Target } from '../extensions/system.ts';
import { arrivalsOf, readServices, reportOf } from './service-report.ts';

const extension = (name: string, units: readonly string[], merged = true, listed = true) =>
  ({ id: `sysext:${name}`, name, class: 'sysext', units, merged, listed }) as unknown as Extension;

/** Of images that were always there. */
const NO_ARRIVALS = { arrivals: new Map(), startedAt: () => 1 };

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

const systemOf = (extensions: readonly Extension[]) => ({
  extensions,
  hierarchies: [],
  origins: new Map(),
  stores: new Map(),
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
    ...NO_ARRIVALS,
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
    ...NO_ARRIVALS,
  });
  expect(services.map(({ name }) => name)).toEqual(['new.service']);
});

test('a tree and a sandbox have no service manager, and say so', async () => {
  for (const [root, isSandbox] of [
    ['/mnt/tree', false],
    ['/', true],
  ] as const) {
    const report = await readServices({ root } as Target, isSandbox, systemOf([extension('tool', ['a.service'])]));
    expect(report.problem?.text).toContain('not booted');
    expect(report.services).toMatchObject([{ name: 'a.service', extension: 'tool', status: 'unknown' }]);
  }
});

test('what started before the image came that is merged runs the old version; of a process that nobody can see nothing is said', () => {
  const said = (arrival: number | null, start: number | null, change: Partial<UnitFacts> = {}) => {
    const [service] = reportOf([extension('tool', ['a.service'])], {
      asked: ['a.service'],
      units: new Map([['a.service', { ...facts({}), ...change }]]),
      hooks: new Map(),
      arrivals: new Map(arrival === null ? [] : [['sysext:tool', arrival]]),
      startedAt: (pid) => (pid === 7 ? start : null),
    }).services;
    return service?.message.text;
  };
  const old = 'Runs the old version until it is restarted';
  expect(said(2000, 1999)).toBe(old);
  expect(said(2000, 1999, { needsReload: true }), 'the restart has systemd read its file as well').toBe(old);
  expect(said(2000, 2000)).toBe('Runs');
  expect(said(2000, null)).toBe('Runs');
  expect(said(null, 1000)).toBe('Runs');
  expect(said(2000, 1000, { pid: null, sub: 'exited' })).toBe('Has done its work');
  expect(said(2000, 1000, { pid: null, active: 'inactive', sub: 'dead' })).not.toBe(old);
});

test('an image came when its record or its file says so first, and only one that came before the merge is in it', () => {
  const path = '/var/lib/extensions.d/tool/tool-2.raw';
  const tool = { ...extension('tool', ['a.service']), path: '/var/lib/extensions/tool.raw', realPath: path };
  const arrival = (installedAt: number | null, changed: number | null, since: number | null, merged = true) =>
    arrivalsOf({
      extensions: [{ ...tool, merged }],
      hierarchies: ['/usr', '/opt'].map((one) => ({ path: one, class: 'sysext', merged: true, since })),
      origins: new Map(installedAt === null ? [] : [[tool.id, { installedAt }]]),
      stores: new Map(changed === null ? [] : [['/var/lib/extensions.d/tool', [{ name: 'tool-2.raw', changed }]]]),
    } as unknown as Parameters<typeof arrivalsOf>[0]).get(tool.id);
  expect(arrival(2000, 1990, 3000)).toBe(1990);
  // The same bytes came once more.
  expect(arrival(2000, 500, 3000)).toBe(500);
  // A link was made to it.
  expect(arrival(2000, 9000, 3000)).toBe(2000);
  expect(arrival(null, 1990, 3000)).toBeUndefined();
  expect(arrival(2000, null, 3000)).toBeUndefined();
  // The merge is older than what the link leads to now, or nobody knows when it was.
  expect(arrival(2000, 1990, 1000)).toBeUndefined();
  expect(arrival(2000, 1990, null)).toBeUndefined();
  expect(arrival(2000, 1990, 3000, false)).toBeUndefined();
});
