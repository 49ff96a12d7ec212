/** What `list`, `status` and `report` say of a host: read from a tree, with what is merged put in. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { foreignText, messageOf } from '../../shared/messages/message.ts';
import { readSystem, type System } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { listText } from './list-text.ts';
import { type Report, reportText } from './report/report-text.ts';
import { statusText } from './status-text.ts';
import { storedIn } from './stored.ts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('host-text');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="Debian 12"\n');
  const put = (name: string, release: string) => putExtension(tree, 'var/lib/extensions', name, release);
  put('alpha', 'ID=_any\nSYSEXT_VERSION_ID=1.0\n');
  put('new', 'ID=_any\n');
  put('off', 'ID=_any\n');
  put('other', 'ID=fedora\nVERSION_ID=41\n');
  mkdirSync(join(tree.path, 'etc/extensions/off'), { recursive: true });
  tree.put('var/lib/veneer/pins/sysext-alpha.json', '{"version":"1.0","held":true}\n');
});
afterEach(() => tree.remove());

/** The tree as if extensions of these names were merged into its /usr. */
async function read(...merged: string[]): Promise<System> {
  const system = await readSystem({ root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) }, null);
  return {
    ...system,
    hierarchies: system.hierarchies.map((one) =>
      one.path === '/usr' ? { ...one, merged: merged.length > 0, extensions: merged } : one,
    ),
    extensions: system.extensions.map((one) => ({ ...one, merged: one.listed && merged.includes(one.name) })),
  };
}

/** Lines with each space that only keeps columns apart as one. */
const linesOf = (text: string | null): string[] =>
  (text ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.trim().replaceAll(/ +/g, ' '));

const listOf = (system: System, all = false): string[] =>
  linesOf(listText(system, { ...system, stored: storedIn(system) }, ['sysext'], all));

test('a row says how each is, also where the next refresh changes that, and what was decided on its versions', async () => {
  const lines = listOf(await read('alpha', 'gone', 'off'));
  const rowOf = (name: string) => lines.find((line) => line.startsWith(`${name} `));
  expect(lines[0]).toBe('NAME VERSION CLASS STATE FORM SIZE PATH NOTE');
  expect(rowOf('alpha')).toMatch(
    /^alpha 1\.0 sysext .* folder - \/var\/lib\/extensions\/alpha Pinned to 1\.0\. Held\. /,
  );
  expect(rowOf('new')).toContain(' merged next time folder ');
  expect(rowOf('off')).toContain(' disabled (merged) folder ');
  expect(rowOf('other')).toMatch(/ does not fit folder .* It was built for fedora, this host is debian\.$/);
  expect(rowOf('gone')).toBe('gone - sysext gone (merged) - - - Its file is gone: the next refresh takes it out.');
  expect(
    lines.filter((line) => line.startsWith('off ')),
    'of each name one row',
  ).toHaveLength(1);
});

test('each place has a row where all are asked for, and nothing where there is nothing', async () => {
  const lines = listOf(await read(), true);
  expect(lines.filter((line) => line.startsWith('off '))).toHaveLength(2);
  expect(lines.find((line) => line.includes('/etc/extensions/off'))).toContain(' a mask ');
  const system = await read();
  expect(listText(system, { extensions: [], movedAside: [], stored: [] }, ['sysext'], false)).toBeNull();
});

test('what was moved aside, and what was removed with versions left, have rows of their own', async () => {
  const system = await read();
  const aside = { class: 'sysext', name: 'aside', path: '/etc/extensions/aside.raw', keptAt: '/etc/kept/aside.raw' };
  const stored = { class: 'sysext', name: 'left', state: 'stored', versions: ['2.0', '1.0'], path: '/store/left' };
  const listed = { extensions: [], movedAside: [aside], stored: [stored] } as unknown as Parameters<typeof listText>[1];
  expect(linesOf(listText(system, listed, [], false)).slice(1, 3)).toEqual([
    'aside - sysext disabled - - /etc/kept/aside.raw Moved aside from /etc/extensions/aside.raw.',
    'left - sysext stored - - /store/left Removed; still stored: 2.0, 1.0.',
  ]);
});

test('status says what is merged from the top, what the next refresh changes, what is left out, and what is at boot', async () => {
  const system = await read('alpha', 'gone');
  const unit = 'systemd-sysext.service';
  const statusOf = (state: string) =>
    statusText(system, system.hierarchies, ['sysext'], [{ class: 'sysext', unit, state }]).split('\n');
  const refresh = `veneer refresh --root ${tree.path}`;
  const lines = statusOf('disabled');
  expect(lines[0]).toMatch(/^Debian 12 · .+ · systemd 257/);
  const from = lines.findIndex((line) => line.startsWith('/usr (sysext): merged'));
  expect(lines.slice(from + 1, from + 3)).toEqual(['  gone', '  alpha']);
  expect(lines).toEqual(
    expect.arrayContaining([
      'Pending:',
      `  comes in with ${refresh}: new`,
      `  goes with ${refresh}: gone`,
      'Not merged:',
      '  other: It was built for fedora, this host is debian.',
      `At boot: sysext is not merged, for ${unit} is disabled. To change that: veneer at-boot on`,
    ]),
  );
  expect(statusOf('enabled')).toContain('At boot: sysext is merged.');
  expect(statusOf('unknown').join()).not.toContain('At boot');
});

test('a report has a section for each kind of thing that there is, and each text goes through who makes it fit', async () => {
  const { facts } = await read();
  const nothing: Report = {
    veneer: { version: '1.2.3', runtime: 'node 24', program: '/secret/dist', runsFrom: null },
    host: { ...facts, osRelease: { ID: 'debian' }, kernel: 'Linux 6' },
    executor: {
      kind: 'direct',
      helper: null,
      sentence: messageOf('change.changes-are-made-at-once-for'),
    } as unknown as Report['executor'],
    hierarchies: [],
    atBoot: [],
    failures: [],
    extensions: [],
    more: 0,
    pins: [],
    remotes: [],
    log: [],
  };
  const shown = (text: string) => text.replaceAll('secret', '…');
  const short = linesOf(reportText(facts, nothing, shown));
  expect(short[0]).toBe('Veneer 1.2.3 · node 24 · /…/dist');
  expect(short[1]).toBe('Debian 12 · ID=debian');
  expect(short.at(-1)).toBe('Changes are made at once, for Veneer runs as root.');
  const full: Report = {
    ...nothing,
    veneer: { ...nothing.veneer, runsFrom: { class: 'sysext', name: 'veneer' } },
    executor: { ...nothing.executor, helper: 'installed' } as Report['executor'],
    hierarchies: [{ path: '/usr', class: 'sysext', merged: true, since: null, extensions: ['low', 'high'] }] as never,
    atBoot: [{ class: 'sysext', unit: 'systemd-sysext.service', state: 'disabled' }],
    failures: [{ class: 'sysext', message: foreignText('/secret/x is no image.') }],
    extensions: [
      {
        name: 'one',
        class: 'sysext',
        version: null,
        state: 'broken',
        merged: false,
        form: 'squashfs',
        path: '/secret/one.raw',
        verdict: 'image-broken',
        reason: foreignText('why'),
      },
    ],
    more: 3,
    pins: [{ class: 'sysext', name: 'one', version: '2.0', held: true }],
    remotes: [
      { name: 'near', status: 'current', error: null },
      { name: 'far', status: 'failed', error: 'unreachable' },
    ],
    log: [{ time: '12:00', where: 'main', message: 'secret\nline', stack: ['at once (a.js:1)'] }],
  };
  expect(linesOf(reportText(facts, full, shown)).slice(1)).toEqual([
    'It runs from the extension veneer.',
    ...short.slice(1, -1),
    'Changes are made at once, for Veneer runs as root. The helper is installed.',
    '/usr (sysext): merged: high, low',
    'systemd-sysext.service: disabled',
    'Extensions:',
    'one: stops every merge · - · sysext · squashfs · /…/one.raw · why',
    'and 3 more',
    'What makes every merge fail:',
    'sysext: /…/x is no image.',
    'Pinned or held:',
    'one (sysext): Pinned to 2.0. Held.',
    'Remotes that are on:',
    expect.stringMatching(/^near: \w+/),
    expect.stringMatching(/^far: .+, unreachable$/),
    'Last problems in the log:',
    expect.stringMatching(/^12:00 main: ….line$/),
    'at once (a.js:1)',
  ]);
});
