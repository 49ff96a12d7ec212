import { expect, test } from 'vitest';
import { foreignText } from '../../../shared/messages/message.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import type { Snapshot } from '../../../shared/model/snapshot.ts';
import { groupRows, matchesText } from './groups.ts';
import { reasonPill } from './reason-pill.ts';
import { replacementsOf, rowsOf } from './rows.ts';

const extension = (change: Partial<Extension>): Extension => ({
  id: `sysext:/var/lib/extensions/${change.name ?? 'a'}`,
  name: 'a',
  class: 'sysext',
  type: 'directory',
  path: '/var/lib/extensions/a',
  realPath: '/var/lib/extensions/a',
  listed: true,
  masked: false,
  maskedBy: null,
  masks: false,
  shadowedBy: null,
  ambiguousWith: [],
  merged: false,
  state: 'ready',
  verdict: { compatible: true, code: 'any-os', message: foreignText('It fits any OS.'), fields: [] },
  form: 'folder',
  compression: null,
  version: null,
  description: null,
  size: null,
  release: null,
  releaseFile: null,
  units: [],
  blocksMerge: false,
  blocksMergeBecause: null,
  disable: 'mask',
  warnings: [],
  ...change,
});

const unfit: Extension['verdict'] = {
  compatible: false,
  code: 'not-an-image',
  message: foreignText('It is none.'),
  fields: [],
};

const snapshot = (extensions: Extension[], movedAside: Snapshot['movedAside'] = []) =>
  ({ revision: 1, hierarchies: [], extensions, movedAside, provenance: {} }) as unknown as Snapshot;

const WITHOUT_TARGET: Extension['warnings'][number] = {
  id: 'mask-without-target',
  severity: 'warning',
  subject: { kind: 'entry', class: 'sysext', path: '' },
  message: foreignText('It masks nothing.'),
  reason: null,
  nextStep: null,
  fix: null,
  source: '',
};

test('what stops every merge comes first, then what is skipped; names are sorted as numbers go', () => {
  const rows = rowsOf(
    snapshot([
      extension({ name: 'b10', state: 'active' }),
      extension({ name: 'b9', state: 'active' }),
      extension({ name: 'w', state: 'blocked', verdict: { ...unfit, code: 'level' } }),
      extension({ name: 'x', state: 'broken', verdict: unfit }),
      extension({ name: 'u', state: 'unknown', verdict: { ...unfit, compatible: null } }),
      extension({ name: 'y', state: 'ready' }),
      extension({ name: 'm', state: 'masked', masked: true, listed: false }),
      extension({ name: 's', state: 'hidden', listed: false }),
    ]),
  );
  const shown = groupRows(rows, 'name').map(({ title, rows: inside }) => [title, inside.map(({ name }) => name)]);
  expect(shown).toEqual([
    ['Needs attention', ['x', 'w', 'u']],
    ['Active', ['b9', 'b10']],
    ['Merged next time', ['y']],
    ['Disabled', ['m']],
    ['Shadowed', ['s']],
  ]);
  const [attention] = groupRows(rows, 'name', ['attention']);
  expect(attention).toMatchObject({ rows: [], count: 3 });
});

test('the switch is what is wanted, in every state', () => {
  const enabledOf = (change: Partial<Extension>) => rowsOf(snapshot([extension(change)]))[0]?.enabled;
  for (const state of ['active', 'ready', 'blocked', 'unknown', 'broken'] as const)
    expect(enabledOf({ state, verdict: unfit }), state).toBe(true);
  expect(enabledOf({ state: 'masked', masked: true, listed: false })).toBe(false);
  expect(enabledOf({ state: 'hidden', listed: false })).toBeNull();
  expect(enabledOf({ state: 'masked', masks: true, warnings: [WITHOUT_TARGET] })).toBeNull();
});

test('what replaces files of the base or of others needs attention, and both sides have a conflict', () => {
  const layer = {
    class: 'sysext',
    status: 'merged',
    reason: null,
    version: null,
    form: 'squashfs',
    size: null,
    files: null,
    overridesBasePaths: [] as string[],
  } as const;
  const found = replacementsOf([
    { ...layer, name: 'lower', overridesBase: 0, overridesOthers: [], problem: null },
    { ...layer, name: 'upper', overridesBase: 0, overridesOthers: [{ name: 'lower', files: 1 }], problem: null },
    { ...layer, name: 'other', overridesBase: 2, overridesOthers: [], problem: null },
  ]);
  const rows = rowsOf(
    snapshot(['lower', 'upper', 'other', 'none'].map((name) => extension({ name, state: 'active' }))),
    found,
  );
  expect(rows.map(({ name, group, pill, conflictsWith }) => [name, group, pill.text, conflictsWith])).toEqual([
    ['lower', 'active', 'Active', ['with upper']],
    ['upper', 'attention', 'Replaces 1 file of lower', ['with lower']],
    ['other', 'attention', 'Replaces 2 files of the OS', ['with the OS']],
    ['none', 'active', 'Active', []],
  ]);
});

test('a service that failed or runs without its files needs attention, also of what is disabled', () => {
  const counts = { failed: 0, leftOver: 0 };
  const rowOf = (change: Partial<Extension>, services: typeof counts | null) =>
    rowsOf(snapshot([extension(change)]), new Map(), () => services)[0];
  expect(rowOf({ state: 'active' }, { ...counts, failed: 2, leftOver: 1 })).toMatchObject({
    group: 'attention',
    pill: { kind: 'bad', text: '2 services failed' },
  });
  expect(rowOf({ state: 'masked', masked: true, listed: false }, { ...counts, leftOver: 1 })).toMatchObject({
    group: 'attention',
    pill: { kind: 'warning', text: '1 service runs without its files' },
  });
  expect(rowOf({ state: 'blocked', verdict: unfit }, { ...counts, failed: 1 })?.pill.text).toBe('Not an image');
  expect(rowOf({ state: 'active' }, counts)?.group).toBe('active');
});

test('is found by name, description, path and unit, by all words that are typed', () => {
  const [row] = rowsOf(
    snapshot([extension({ name: 'docker', description: 'Container engine', units: ['containerd.service'] })]),
  );
  if (row === undefined) throw new Error('no row');
  for (const text of ['', 'DOCK', 'engine container', '/var/lib/extensions', 'containerd.serv'])
    expect(matchesText(row, text), text).toBe(true);
  expect(matchesText(row, 'docker podman')).toBe(false);
});

test('gives a mask a row of its own only where it masks nothing', () => {
  const mask = extension({ name: 'm', masks: true, state: 'masked' });
  const lonely = extension({
    name: 'n',
    masks: true,
    state: 'masked',
    warnings: [WITHOUT_TARGET],
  });
  const rows = rowsOf(snapshot([mask, lonely]));
  expect(rows).toMatchObject([{ name: 'n', line: 'It masks nothing.', isProblem: true }]);
  expect(rows).toHaveLength(1);
});

test('offers what was set aside as something to switch on', () => {
  const kept = {
    name: 'k',
    class: 'sysext' as const,
    path: '/etc/extensions/k.raw',
    keptAt: '/etc/extensions.disabled/k.raw',
    verdict: extension({}).verdict,
    units: [],
  };
  expect(rowsOf(snapshot([], [kept]))[0]).toMatchObject({ name: 'k', group: 'disabled', enabled: false });
});

test('says in the pill what is wanted, and never "fine" for what is unknown', () => {
  const fields = [
    { field: 'ID', host: 'fedora', extension: 'fedora', result: 'equal' as const },
    { field: 'VERSION_ID', host: '43', extension: '41', result: 'differs' as const },
  ];
  expect(reasonPill({ compatible: false, code: 'version', fields })).toEqual({ kind: 'bad', text: 'Needs fedora 41' });
  expect(reasonPill({ compatible: null, code: 'not-readable-yet', fields: [] }).kind).toBe('unknown');
});

test('a folder has the size that a look into it gave, and none before', () => {
  const sizeOf = (change: Partial<Extension>) => {
    const one = extension({ name: 'f', size: null, ...change });
    return rowsOf(snapshot([one]), new Map(), () => null, change.id === undefined ? {} : { [change.id]: 512 })[0]?.size;
  };
  expect(sizeOf({ id: 'one' })).toBe(512);
  expect(sizeOf({ id: 'one', state: 'masked', listed: false }), 'disabled').toBe(512);
  expect(sizeOf({})).toBeNull();
  expect(sizeOf({ size: 7 }), 'an image').toBe(7);
});

test('each column sorts inside of a group, and the other way round; ties are by name', () => {
  const rows = rowsOf(
    snapshot([
      extension({ name: 'b', path: '/var/lib/extensions/b', units: ['b.service'] }),
      extension({ name: 'a', path: '/var/lib/extensions/a', units: [] }),
      extension({ name: 'c', path: '/etc/extensions/c', units: ['c.service', 'c.socket'] }),
    ]),
    new Map([['sysext:a', { base: 0, others: [], hiddenBy: ['x', 'y'] }]]),
  );
  const order = (...how: [Parameters<typeof groupRows>[1], boolean]) =>
    groupRows(rows, how[0], [], how[1])
      .flatMap((group) => group.rows.map(({ name }) => name))
      .join('');
  expect([order('name', false), order('name', true)]).toEqual(['abc', 'cba']);
  expect([order('source', false), order('source', true)]).toEqual(['cab', 'abc']);
  expect([order('services', false), order('services', true)]).toEqual(['cba', 'abc']);
  expect([order('conflicts', false), order('conflicts', true)]).toEqual(['abc', 'bca']);
});
