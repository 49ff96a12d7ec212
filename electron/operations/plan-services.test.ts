import { expect, test } from 'vitest';
import type { Extension } from '../../shared/model/extension.ts';
import { rulesFor } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import { outdatedBy, restartedBy } from './plan-services.ts';

const UNITS = ['asked.service', 'plain.service', 'idle.service', 'tool.socket', 'tool.timer'];

function entry(version: string, release: Readonly<Record<string, string>>): Extension {
  const common = { name: 'tool', class: 'sysext', merged: true, listed: true, masks: false };
  return { ...common, version, release, units: UNITS } as unknown as Extension;
}

/** What runs from files of version 1 once version 2 takes its place. */
function outdated(systemd: number, running: readonly string[] | null, release = {}) {
  const system = { extensions: [entry('1', {})], release: { rules: rulesFor(systemd) } } as unknown as System;
  const move = { class: 'sysext', before: ['tool'], after: ['tool'], changed: ['tool'] } as const;
  const moved = [{ move, touches: { hooks: [], unread: [] } }];
  return outdatedBy(system, [entry('2', release)], moved, running === null ? null : new Set(running));
}
const asking = { EXTENSION_RESTART_UNITS: 'asked.service idle.service' };
const running = UNITS.filter((unit) => unit !== 'idle.service');

test('services that run can be restarted, and those of which the extension says so are', () => {
  const found = outdated(257, running, asking);
  expect(found.map(({ unit, isAsked }) => [unit, isAsked])).toEqual([
    ['asked.service', true],
    ['plain.service', false],
  ]);
  const restarted = (restartUnits: string[] | null) => restartedBy({ restartUnits }, found).map(({ unit }) => unit);
  expect(restarted(null)).toEqual(['asked.service']);
  expect(restarted([])).toEqual([]);
  expect(restarted(['plain.service', 'sshd.service'])).toEqual(['plain.service']);
});

test('what systemd restarts itself, since 262, is not restarted twice', () => {
  expect(outdated(262, running, asking).map(({ unit }) => unit)).toEqual(['plain.service']);
  const reloading = { EXTENSION_RELOAD_OR_RESTART_UNITS: 'plain.service' };
  expect(outdated(262, running, reloading).map(({ unit }) => unit)).toEqual(['asked.service']);
  // A reload is what that asks for, which is no restart: it is offered, and not done unasked.
  expect(outdated(257, running, reloading).map(({ isAsked }) => isAsked)).toEqual([false, false]);
});

test('of what nobody knows to run nothing is restarted', () => {
  expect(outdated(257, null, asking)).toEqual([]);
  expect(outdated(257, [], asking)).toEqual([]);
});
