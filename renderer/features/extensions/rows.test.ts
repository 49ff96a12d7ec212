import { expect, test } from 'vitest';
import { foreignText } from '../../../shared/messages/message.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import type { Snapshot } from '../../../shared/model/snapshot.ts';
import { groupRows, pillOf, rowsOf, switchState } from './rows.ts';

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

const snapshot = (extensions: Extension[], movedAside: Snapshot['movedAside'] = []) =>
  ({ revision: 1, hierarchies: [], extensions, movedAside }) as unknown as Snapshot;

test('groups by state in the order of the window, and sorts by name as numbers go', () => {
  const rows = rowsOf(
    snapshot([
      extension({ name: 'b10', state: 'active' }),
      extension({ name: 'b9', state: 'active' }),
      extension({ name: 'x', state: 'broken' }),
      extension({ name: 'y', state: 'ready' }),
    ]),
    false,
  );
  expect(
    groupRows(rows, 'all', 'name').map(({ title, rows: inside }) => [title, inside.map(({ name }) => name)]),
  ).toEqual([
    ['Active', ['b9', 'b10']],
    ['Ready', ['y']],
    ['Broken', ['x']],
  ]);
});

test('gives a mask a row of its own only where it masks nothing, or on request', () => {
  const mask = extension({ name: 'm', masks: true, state: 'masked' });
  const lonely = extension({
    name: 'n',
    masks: true,
    state: 'masked',
    warnings: [
      {
        id: 'mask-without-target',
        severity: 'warning',
        subject: { kind: 'entry', class: 'sysext', path: '' },
        message: foreignText(''),
        ...{ reason: null, nextStep: null, fix: null, source: '' },
      },
    ],
  });
  expect(rowsOf(snapshot([mask, lonely]), false).map(({ name }) => name)).toEqual(['n']);
  expect(rowsOf(snapshot([mask, lonely]), true).map(({ name }) => name)).toEqual(['m', 'n']);
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
  expect(rowsOf(snapshot([], [kept]), false)[0]).toMatchObject({ name: 'k', group: 'masked', on: false });
});

test('says in the pill what is wanted, and never "fine" for what is unknown', () => {
  const fields = [
    { field: 'ID', host: 'fedora', extension: 'fedora', result: 'equal' as const },
    { field: 'VERSION_ID', host: '43', extension: '41', result: 'differs' as const },
  ];
  expect(pillOf({ compatible: false, code: 'version', message: foreignText(''), fields })).toEqual({
    kind: 'bad',
    text: 'Needs fedora 41',
  });
  expect(pillOf({ compatible: null, code: 'not-readable-yet', message: foreignText(''), fields: [] }).kind).toBe(
    'unknown',
  );
});

test('shows a switch as staged until it is back where it was', () => {
  const [row] = rowsOf(snapshot([extension({ state: 'active' })]), false);
  if (row === undefined) throw new Error('no row');
  expect(switchState(row, [])).toEqual({ on: true, staged: false });
  expect(switchState(row, [{ verb: 'disable', class: 'sysext', name: 'a' }])).toEqual({ on: false, staged: true });
});
