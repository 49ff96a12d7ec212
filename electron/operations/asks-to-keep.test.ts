import { expect, test } from 'vitest';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { mergeStep } from '../../shared/changes/merge.ts';
import { RENAME_CHANGES, requestRename } from '../../shared/changes/rename.ts';
import { switchTo } from '../../shared/changes/switch.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { asksToKeep } from './asks-to-keep.ts';

type Args = Parameters<typeof asksToKeep>;
const SYSTEM = { facts: { root: '/' }, movedAside: [] } as unknown as Args[0];
const NAME = { class: 'confext', name: 'a' } as const;
const planOf = (extensionClass: ExtensionClass, more: object = {}) =>
  ({
    request: EMPTY_REQUEST,
    steps: [mergeStep('refresh', extensionClass, { force: false, mutable: null })],
    outcomes: [{ class: extensionClass, before: ['a'], after: ['a', 'b'], uncertain: [], versions: {} }],
    services: [],
    offers: { start: false, stop: [], restart: [] },
    movesAside: [],
    ...more,
  }) as unknown as Args[1];
const ROOTS = { goesBack: true };

test('what changes /etc asks, and a merge of programs does not', () => {
  expect(asksToKeep(SYSTEM, planOf('confext'), ROOTS)).toBe(true);
  expect(asksToKeep(SYSTEM, planOf('sysext'), ROOTS)).toBe(false);
  const none = { outcomes: [{ class: 'confext', before: [], after: [], uncertain: [], versions: {} }] };
  expect(asksToKeep(SYSTEM, planOf('confext', none), ROOTS), 'nothing is in /etc').toBe(false);
});

test('what moves a unit that a session depends on asks', () => {
  const moves = (unit: string, what: string) => planOf('sysext', { services: [{ unit, what }] });
  expect(asksToKeep(SYSTEM, moves('ssh.service', 'restarted'), ROOTS)).toBe(true);
  expect(asksToKeep(SYSTEM, moves('ssh.service', 'goes-on'), ROOTS)).toBe(false);
  expect(asksToKeep(SYSTEM, moves('tool.service', 'restarted'), ROOTS)).toBe(false);
  const stops = {
    request: { ...EMPTY_REQUEST, stopServices: true },
    offers: { start: false, stop: ['sshd.socket'], restart: [] },
  };
  expect(asksToKeep(SYSTEM, planOf('sysext', stops), ROOTS)).toBe(true);
});

test('nothing is promised that the helper could not do', () => {
  const etc = planOf('confext');
  expect(asksToKeep(SYSTEM, etc, { goesBack: false }), 'others can change the helper').toBe(false);
  expect(asksToKeep({ ...SYSTEM, facts: { root: '/tree' } } as unknown as Args[0], etc, ROOTS)).toBe(false);
  expect(asksToKeep(SYSTEM, planOf('confext', { movesAside: ['/usr/lib/confexts/a'] }), ROOTS)).toBe(false);
  const rename = RENAME_CHANGES.rename.step(requestRename(NAME, 'b'));
  expect(asksToKeep(SYSTEM, { ...etc, steps: [rename, ...etc.steps] }, ROOTS), 'a file moves').toBe(false);
  const back = { ...SYSTEM, movedAside: [NAME] } as unknown as Args[0];
  const enable = { request: { ...EMPTY_REQUEST, changes: [switchTo(true, NAME)] } };
  expect(asksToKeep(back, planOf('confext', enable), ROOTS), 'a file comes back').toBe(false);
});
