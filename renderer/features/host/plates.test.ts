import { describe, expect, test } from 'vitest';
import { messageOf } from '../../../shared/messages/message.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import type { Layer } from '../../../shared/model/host.ts';
import type { WhatIf } from '../../../shared/model/what-if.ts';
import { conflictLine, leftOutLine, lineOf } from './plate-words.ts';
import { countFates, foldPlates, MOST_PLATES, stackOf } from './plates.ts';

const verdict: Extension['verdict'] = {
  compatible: true,
  code: 'any-os',
  message: messageOf('systemd.it-fits-any-os'),
  fields: [],
};
const unfit: Extension['verdict'] = { ...verdict, compatible: false, code: 'level' };

const extension = (name: string, change: Partial<Extension> = {}): Extension =>
  ({
    id: `sysext:/${name}`,
    name,
    class: 'sysext',
    listed: true,
    masked: false,
    masks: false,
    version: '1',
    description: null,
    units: [],
    verdict,
    ...change,
  }) as Extension;

const layer = (name: string, change: Partial<Layer> = {}): Layer => ({
  name,
  class: 'sysext',
  status: 'merged',
  reason: null,
  version: '1',
  form: 'squashfs',
  size: 4096,
  files: 3,
  overridesBase: 0,
  overridesBasePaths: [],
  overridesOthers: [],
  problem: null,
  ...change,
});

const then = (name: string, outcome: WhatIf['outcome'], change: Partial<WhatIf> = {}): WhatIf => ({
  id: `sysext:/${name}`,
  name,
  class: 'sysext',
  outcome,
  disabled: false,
  verdict,
  ...change,
});

describe('a stack', () => {
  const extensions = [
    extension('a'),
    extension('b'),
    extension('c', { verdict: unfit }),
    extension('d', { verdict: unfit }),
    extension('off', { listed: false, masked: true }),
    extension('off-mask', { name: 'off', masks: true }),
    extension('below', { listed: false }),
  ];
  const layers = [layer('a'), layer('b'), layer('c', { status: 'stays-out' }), layer('d', { status: 'stays-out' })];

  test('as it is: the last name on top, and what is left out with why; what is shadowed is told elsewhere', () => {
    const { plates, leftOut } = stackOf('sysext', extensions, layers, null);
    expect(plates.map(({ name, fate }) => [name, fate])).toEqual([
      ['b', null],
      ['a', null],
    ]);
    expect(leftOut.map(({ extension: { name }, why }) => [name, why])).toEqual([
      ['c', 'does-not-fit'],
      ['d', 'does-not-fit'],
      ['off', 'disabled'],
    ]);
  });

  test('on another release: what comes in takes its place, and what is there and would not be taken again drops out', () => {
    const outcomes = [
      then('a', 'stays'),
      // Merged by force, as systemd says nothing of in what it would do now.
      then('b', 'stays-out'),
      then('c', 'comes-in'),
      then('d', 'stays-out'),
      then('off', 'stays-out', { disabled: true, verdict: unfit }),
    ];
    const stack = stackOf('sysext', extensions, layers, { outcomes, builds: [] });
    expect(stack.plates.map(({ name, fate }) => [name, fate])).toEqual([
      ['c', 'comes-in'],
      ['b', 'drops-out'],
      ['a', 'stays'],
    ]);
    expect(stack.leftOut.map(({ extension: { name } }) => name)).toEqual(['d', 'off']);
    expect(countFates([stack])).toEqual({ stays: 1, 'drops-out': 1, 'comes-in': 1, unknown: 0 });
  });

  test('what cannot be told stays unknown', () => {
    const { plates } = stackOf('sysext', extensions, layers, { outcomes: [then('a', 'unknown')], builds: [] });
    expect(plates.find(({ name }) => name === 'a')?.fate).toBe('unknown');
  });
});

test('of many plates those that do not just stay are shown first, each at its place', () => {
  const names = Array.from({ length: 100 }, (_, at) => `x${String(at).padStart(3, '0')}`);
  const outcomes = names.map((name, at) => then(name, at === 3 ? 'drops-out' : 'stays'));
  const { plates } = stackOf(
    'sysext',
    names.map((name) => extension(name)),
    names.map((name) => layer(name)),
    { outcomes, builds: [] },
  );
  const runs = foldPlates(plates);
  const shown = runs.filter(({ folded }) => !folded).flatMap((run) => run.plates);
  expect(shown).toHaveLength(MOST_PLATES);
  expect(shown.at(-1)?.name).toBe('x003');
  expect(runs.map(({ folded, plates: { length } }) => [folded, length])).toEqual([
    [false, 39],
    [true, 57],
    [false, 1],
    [true, 3],
  ]);
  expect(foldPlates(plates.slice(0, MOST_PLATES))).toHaveLength(1);
});

test('a plate says what it brings and takes in one line each', () => {
  const plate = (of: Partial<Layer>, units: string[] = []) => ({
    class: 'sysext' as const,
    name: 'a',
    version: '1',
    extension: extension('a', { units }),
    layer: layer('a', of),
    fate: null,
    verdict: null,
    build: null,
  });
  expect(lineOf(plate({}, ['a.service']))).toBe('3 files · 4.0 KiB · 1 service');
  expect(lineOf(plate({ problem: messageOf('extension.it-leads-nowhere'), files: null }))).toBe('It leads nowhere.');
  expect(conflictLine(layer('a'))).toBeNull();
  const one = { overridesBase: 1, overridesBasePaths: ['/usr/bin/x'] };
  expect(conflictLine(layer('a', one))).toBe('replaces /usr/bin/x of the OS');
  // The finding: ten chips for one layer.
  const others = Array.from({ length: 10 }, (_, at) => ({ name: `tools-${at}`, files: at + 13 }));
  expect(conflictLine(layer('a', { overridesBase: 2, overridesOthers: others }))).toBe(
    'replaces 2 files of the OS · hides 22 files of tools-9, and of 9 more',
  );
});

test('why it does not fit another release does not say that this host is that release', () => {
  const version: Extension['verdict'] = {
    ...unfit,
    code: 'version',
    message: messageOf('systemd.it-needs-this-host-is', { wanted: 'fedora 41', host: 'fedora 42' }),
    fields: [
      { field: 'ID', host: 'fedora', extension: 'fedora', result: 'equal' },
      { field: 'VERSION_ID', host: '42', extension: '41', result: 'differs' },
    ],
  };
  const outcomes = [then('a', 'drops-out', { verdict: version }), then('c', 'stays-out', { verdict: version })];
  const { plates, leftOut } = stackOf('sysext', [extension('a'), extension('c')], [layer('a')], {
    outcomes,
    builds: [],
  });
  expect(plates.map(lineOf)).toEqual(['Built for fedora 41; that release is fedora 42']);
  expect(leftOut.map(leftOutLine)).toEqual(['Built for fedora 41; that release is fedora 42']);
  const now = stackOf('sysext', [extension('c', { verdict: version })], [], null);
  expect(now.leftOut.map(leftOutLine)).toEqual(['It needs fedora 41, this host is fedora 42.']);
});
