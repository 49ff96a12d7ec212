/** Which keys mean what, and when a command can be run; the window's own store, without a core. */
import { beforeAll, expect, test } from 'vitest';
import { standInClosedWindow } from '../../e2e/harness/closed-window.ts';
import { COMMANDS } from '../../shared/window/commands.ts';
import type { State } from '../state/store.ts';

let run: typeof import('./run.ts');
let initial: State;
standInClosedWindow();
beforeAll(async () => {
  run = await import('./run.ts');
  initial = (await import('../state/store.ts')).store.getState();
});

const open = (part: Partial<State> = {}): State => ({ ...initial, connection: 'open', ...part });
const press = (key: string, keys: Partial<KeyboardEvent> = {}, isTyping = false) =>
  run.commandForKey({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...keys }, isTyping);
const merged = (isMerged: boolean, state = 'ready') =>
  ({
    hierarchies: [{ merged: isMerged, class: 'sysext', extensions: [] }],
    extensions: [{ class: 'sysext', listed: true, masks: false, state }],
    host: { sandbox: false },
  }) as unknown as State['snapshot'];

test('of a host that is read over SSH nothing is changed, and nothing is told that only it knows', () => {
  const far = open({ host: 'fleet:edge', snapshot: merged(true) });
  for (const id of ['merge', 'refresh', 'unmerge', 'merge-force', 'install-file'] as const)
    expect(run.obstacleTo(id, far), id).toBe('This host is read over SSH: nothing is changed on it from here.');
  for (const id of ['check-updates', 'update-all', 'look-over'] as const)
    expect(run.obstacleTo(id, far), id).toBe('Not known of a host that is read over SSH.');
  for (const id of ['reload', 'show-doctor', 'open-sandbox'] as const) expect(run.obstacleTo(id, far), id).toBeNull();
});

test('no two commands have one key', () => {
  const keys = COMMANDS.flatMap((one) => one.keys ?? []);
  expect(new Set(keys).size).toBe(keys.length);
});

test('each key of the table means its command, with Ctrl as with Command', () => {
  for (const { id, keys } of COMMANDS) {
    if (keys === null) continue;
    const parts = keys.split('+');
    const key = parts.at(-1) ?? '';
    const shiftKey = parts.includes('Shift');
    const withCtrl = parts.includes('Ctrl');
    expect(press(key, { ctrlKey: withCtrl, shiftKey }), id).toBe(id);
    if (withCtrl) expect(press(key.toUpperCase(), { metaKey: true, shiftKey }), id).toBe(id);
  }
});

test('letters that go into a text are no commands, and signs are what is on the key', () => {
  expect(press('?', {}, true)).toBeNull();
  expect(press('k', { ctrlKey: true }, true)).toBe('open-palette');
  // On a German keyboard ? is Shift and ß; on an American one Shift and /.
  expect(press('?', { shiftKey: true })).toBe('show-shortcuts');
  expect(press('k', { ctrlKey: true, altKey: true })).toBeNull();
  expect(press('k')).toBeNull();
});

test('without a connection nothing can be done, and that is the reason', () => {
  for (const { id } of COMMANDS)
    expect(run.obstacleTo(id, { ...initial, connection: 'lost' }), id).toBe('There is no connection.');
});

test('while a change runs one can look around, and nothing else', () => {
  const state = open({ operation: {} as State['operation'] });
  for (const { id } of COMMANDS) {
    const isLooking = id.startsWith('show-') || ['about', 'open-palette', 'find-file', 'filter'].includes(id);
    expect(run.obstacleTo(id, state) === null, id).toBe(isLooking);
  }
});

test('in a text, what takes back is for the text', () => {
  expect(press('z', { ctrlKey: true })).toBe('undo');
  expect(press('z', { ctrlKey: true }, true)).toBeNull();
});

test('the filter is where it is looked for elsewhere, too', () => {
  expect([press('/'), press('f', { ctrlKey: true })]).toEqual(['filter', 'filter']);
  expect(press('f', { ctrlKey: true, shiftKey: true })).toBe('find-file');
});

test('no second dialog opens over one that holds what a person chose', () => {
  const busy: Partial<State>[] = [
    { review: {} as State['review'] },
    { installOpen: true },
    { arrivals: [{}] as unknown as State['arrivals'] },
    { remoteDialog: 'new' },
    { fleetDialog: 'add' as const },
  ];
  for (const state of busy)
    for (const id of ['about', 'open-palette', 'show-shortcuts', 'install-file', 'add-remote', 'merge-force'] as const)
      expect(run.obstacleTo(id, open(state)), id).toBe('Another dialog is open.');
});

test('merge, refresh and unmerge fit what is merged', () => {
  const possible = (isMerged: boolean) =>
    (['merge', 'refresh', 'unmerge'] as const).filter(
      (id) => run.obstacleTo(id, open({ snapshot: merged(isMerged) })) === null,
    );
  expect(possible(false)).toEqual(['merge']);
  expect(possible(true)).toEqual(['refresh', 'unmerge']);
});

test('where no enabled extension fits nothing is merged, and the command says so as its button does', () => {
  const nothingFits = 'Nothing would be merged: no enabled extension fits.';
  expect(run.obstacleTo('merge', open({ snapshot: merged(false, 'blocked') }))).toBe(nothingFits);
  expect(run.obstacleTo('merge', open({ snapshot: merged(false, 'unknown') }))).toBeNull();
});

test('what is staged can be applied unless its plan says why not', () => {
  expect(run.obstacleTo('apply', open())).toBe('Nothing is staged.');
  const staged = [{ verb: 'disable', class: 'sysext', name: 'tool' }] as State['staged'];
  expect(run.obstacleTo('apply', open({ staged }))).toBeNull();
  const blockers = [{ message: 'Something else.' }];
  const draft = { request: {}, error: null, plan: { blockers } } as unknown as State['draft'];
  expect(run.obstacleTo('apply', open({ staged, draft }))).toBe('Something else.');
});

test('every other command says why it cannot be run, or runs', () => {
  // What the last change was is asked of the history.
  expect(run.obstacleTo('undo', open())).toBeNull();
  expect(run.obstacleTo('discard', open())).toBe('Nothing is staged.');
  expect(run.obstacleTo('update-all', open())).toBe('Everything is up to date.');
  expect(run.obstacleTo('check-updates', open({ updates: { isChecking: true } as State['updates'] }))).toBe(
    'Servers are being asked.',
  );
  expect(run.obstacleTo('look-over', open({ isLookingOver: true }))).toBe('The host is being looked over.');
  expect(run.obstacleTo('look-over', open())).toBeNull();
  expect(run.obstacleTo('read-fleet', open({ fleet: { hosts: [], extensions: [] } }))).toBe(
    'The fleet has no host yet.',
  );
  expect(run.obstacleTo('read-fleet', open({ fleet: null }))).toBeNull();
  expect(run.obstacleTo('leave-sandbox', open({ snapshot: merged(false) }))).toBe('This is no sandbox.');
  expect(run.obstacleTo('open-sandbox', open({ snapshot: merged(false) }))).toBeNull();
});

test('a command that goes to a view goes there, and what only tells something gives way', async () => {
  const { store } = await import('../state/store.ts');
  store.setState({ connection: 'open', aboutOpen: true });
  try {
    for (const view of [
      'catalog',
      'updates',
      'host',
      'doctor',
      'history',
      'fleet',
      'settings',
      'extensions',
    ] as const) {
      run.runCommand(`show-${view}`);
      expect(store.getState()).toMatchObject({ view, aboutOpen: false });
    }
    run.runCommand('add-fleet-hosts');
    expect(store.getState()).toMatchObject({ view: 'fleet', fleetDialog: 'add' });
    // What a person chose is not taken from under them.
    run.runCommand('open-palette');
    expect(store.getState().paletteOpen).toBe(false);
    store.getState().setFleetView({ fleetDialog: null });
    run.runCommand('check-fleet-os');
    expect(store.getState()).toMatchObject({ view: 'fleet', fleetDialog: 'next-os' });
    store.getState().setFleetView({ fleetDialog: null });
    run.runCommand('about');
    expect(store.getState().aboutOpen).toBe(true);
    run.runCommand('find-file');
    expect(store.getState()).toMatchObject({ paletteOpen: true, paletteText: '/' });
    run.runCommand('show-shortcuts');
    expect(store.getState()).toMatchObject({ paletteOpen: false, shortcutsOpen: true });
  } finally {
    store.setState(initial);
  }
});
