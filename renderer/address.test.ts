import { beforeAll, expect, test } from 'vitest';
import { standInClosedWindow } from '../e2e/harness/closed-window.ts';
import type { State } from './state/store.ts';

let address: typeof import('./address.ts');
standInClosedWindow();
beforeAll(async () => {
  address = await import('./address.ts');
});

const entry = (path: string, name: string, listed = true) => ({ id: `sysext:${path}`, name, listed, masks: false });
const snapshot = {
  host: { hostname: 'ci-runner-17' },
  extensions: [
    entry('/etc/extensions/terminal', 'terminal', false),
    entry('/run/extensions/terminal', 'terminal'),
    entry('/var/lib/extensions/a b', 'a b'),
  ],
} as unknown as NonNullable<State['snapshot']>;
const shown = (part: Partial<State>) => ({
  ...{ view: 'extensions' as const, selected: [], chosenEntry: null, host: 'local', snapshot },
  ...part,
});

test.each<[Partial<State>, string, string]>([
  [{}, '#/extensions', 'Extensions · ci-runner-17 · Veneer'],
  [{ selected: ['sysext:/run/extensions/terminal'] }, '#/extensions/terminal', 'terminal · ci-runner-17 · Veneer'],
  [
    { selected: ['sysext:/etc/extensions/terminal'] },
    '#/extensions/sysext%3A%2Fetc%2Fextensions%2Fterminal',
    'terminal · ci-runner-17 · Veneer',
  ],
  [{ selected: ['sysext:/var/lib/extensions/a b'] }, '#/extensions/a%20b', 'a b · ci-runner-17 · Veneer'],
  [{ view: 'host' }, '#/host', 'Host · ci-runner-17 · Veneer'],
  [{ view: 'catalog', chosenEntry: 'mine/x' }, '#/catalog/mine%2Fx', 'Catalog · ci-runner-17 · Veneer'],
  [{ view: 'settings', host: 'sandbox' }, '#/settings', 'Settings · Sandbox · Veneer'],
  [{ view: 'history', host: 'root:/mnt/image' }, '#/history', 'History · /mnt/image · Veneer'],
  [{ view: 'doctor', host: 'fleet:core@edge:22' }, '#/doctor', 'Doctor · core@edge:22 · Veneer'],
])('%j is at %s', (part, hash, title) => {
  const state = shown(part);
  expect(address.addressOf(state, snapshot)).toBe(hash);
  expect(address.titleOf(state)).toBe(title);
  const { view, selected, chosenEntry } = state;
  expect(address.shownAt(hash, snapshot)).toEqual({ view, selected, chosenEntry });
});

test('what is no address of ours shows nothing', () => {
  for (const hash of ['', '#', '#code.abc', '#Zm9vYmFy', '#/nothing', '#/%'])
    expect(address.shownAt(hash, snapshot), hash).toBeNull();
});
