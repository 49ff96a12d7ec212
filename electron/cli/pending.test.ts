import { expect, test } from 'vitest';
import type { System } from '../extensions/system.ts';
import { pendingIn } from './pending.ts';

type Given = Pick<System, 'hierarchies' | 'predicted'>;

const hostOf = (merged: readonly string[], layers: readonly string[], more: object = {}): Given =>
  ({
    hierarchies: [
      { class: 'sysext', path: '/usr', extensions: merged },
      { class: 'sysext', path: '/opt', extensions: merged },
    ],
    predicted: { sysext: { class: 'sysext', layers, fails: [], uncertain: [], ...more } },
  }) as unknown as Given;

test('what is not merged yet comes, what is merged and would not be goes', () => {
  expect(pendingIn(hostOf(['b', 'c'], ['a', 'b', 'd']))).toEqual([{ class: 'sysext', comes: ['a', 'd'], goes: ['c'] }]);
  expect(pendingIn(hostOf(['a'], ['a']))).toEqual([]);
});

test('nothing is said of a merge that fails, nor that something goes of which nobody knows', () => {
  expect(pendingIn(hostOf(['a'], [], { fails: [{}] }))).toEqual([]);
  expect(pendingIn(hostOf(['a'], [], { uncertain: [{ name: 'a' }] }))).toEqual([]);
});
