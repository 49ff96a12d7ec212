import { expect, test } from 'vitest';
import { foreignText } from '../../shared/messages/message.ts';
import type { HistoryEntry } from '../../shared/model/history.ts';
import type { System } from '../extensions/system.ts';
import { osChangeOf } from './os-change.ts';

const HOUR = 3_600_000;
const entry = (at: number, os: string, after: readonly string[], change: Partial<HistoryEntry> = {}): HistoryEntry => ({
  ...{ id: String(at), kind: 'change', root: '/', title: foreignText('Merge'), done: null, effects: [], by: 'me' },
  ...{
    status: 'succeeded',
    keepUntil: null,
    steps: [],
    outcome: foreignText(''),
    error: null,
    undo: null,
    request: null,
    os,
  },
  ...{ startedAt: Date.now() - at * HOUR, finishedAt: Date.now() - at * HOUR },
  outcomes: [{ class: 'sysext', before: [], after: [...after], uncertain: [], versions: {} }],
  ...change,
});
const running = (osName: string, extensions: readonly string[]) =>
  ({
    facts: { root: '/srv/tree', osName, osRelease: {} },
    hierarchies: [{ class: 'sysext', path: '/usr', merged: extensions.length > 0, extensions, since: null }],
  }) as unknown as System;

const DROPPED = [{ class: 'sysext', name: 'b' }];

test('what fell out with another OS, before anybody has kept that it did and after', () => {
  const found = { before: 'Debian 12', after: 'Debian 13', dropped: DROPPED };
  const before = entry(9, 'Debian 12', ['a', 'b']);
  expect(osChangeOf([before], running('Debian 13', ['a']))).toEqual(found);
  const outcomes = [{ class: 'sysext' as const, before: ['a', 'b'], after: ['a'], uncertain: [], versions: {} }];
  const kept = entry(3, 'Debian 13', [], { kind: 'os', outcomes });
  expect(osChangeOf([entry(1, 'Debian 13', ['a']), kept, before], running('Debian 13', ['a']))).toEqual(found);
});

test('nothing where the OS stayed, went back, or nobody has kept anything', () => {
  expect(osChangeOf([], running('Debian 13', []))).toBeNull();
  expect(osChangeOf([entry(9, 'Debian 13', ['a', 'b'])], running('Debian 13', ['a']))).toBeNull();
  const kept = entry(3, 'Debian 13', [], { kind: 'os' });
  const back = [entry(1, 'Debian 12', [], { kind: 'os' }), kept, entry(9, 'Debian 12', ['a', 'b'])];
  expect(osChangeOf(back, running('Debian 12', ['a', 'b']))).toMatchObject({ dropped: [] });
});
