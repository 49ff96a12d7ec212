import { expect, test } from 'vitest';
import { foreignText } from '../../shared/messages/message.ts';
import type { HistoryEntry } from '../../shared/model/history.ts';
import type { Hierarchy } from '../../shared/model/host.ts';
import { seenOutside } from './seen-outside.ts';

const MINUTE = 60_000;
const NOW = 100 * MINUTE;

const entry = (after: string[], change: Partial<HistoryEntry> = {}): HistoryEntry => ({
  ...{
    id: 'one',
    kind: 'change',
    root: '/',
    title: foreignText('Merge'),
    done: null,
    effects: [],
    status: 'succeeded',
    keepUntil: null,
  },
  ...{ startedAt: MINUTE, finishedAt: MINUTE, by: 'me', steps: [], outcome: foreignText(''), error: null, undo: null },
  ...{
    request: null,
    os: 'Debian 13',
    outcomes: [{ class: 'sysext', before: [], after, uncertain: [], versions: {} }],
  },
  ...change,
});

function seen(entries: HistoryEntry[], extensions: string[], os = 'Debian 13', bootedAt = 0) {
  const usr: Hierarchy = {
    ...{ path: '/usr', class: 'sysext', merged: extensions.length > 0, extensions, since: 40 * MINUTE },
    ...{ writable: false, mutable: 'no' },
  };
  return seenOutside(
    entries,
    { facts: { root: '/', osName: os, osRelease: {} } as never, hierarchies: [usr] },
    NOW,
    bootedAt,
  );
}

const said = (found: HistoryEntry[]) =>
  found.map(({ title, effects, finishedAt }) => [
    title.text,
    effects.map(({ text }) => text).join(),
    finishedAt / MINUTE,
  ]);

test('a merge by hand is seen, with what it did and when', () => {
  expect(said(seen([entry(['a', 'b'])], ['b', 'c']))).toEqual([
    ['Merged outside of Veneer', 'c came in,a dropped out', 40],
  ]);
  expect(said(seen([entry(['a'])], []))).toEqual([['Unmerged outside of Veneer', 'a dropped out', 100]]);
  expect(said(seen([entry(['a'])], ['a', 'b'], 'Debian 13', 38 * MINUTE))).toEqual([
    ['Merged at the start', 'b came in', 40],
  ]);
});

test('it is told once', () => {
  const entries = [entry(['a', 'b'])];
  const [first] = seen(entries, ['b']);
  expect(seen([first as HistoryEntry, ...entries], ['b'])).toEqual([]);
});

test('another OS is told, with what fell out', () => {
  expect(said(seen([entry(['a', 'b'])], ['a'], 'Debian 14'))).toEqual([['Debian 13 → Debian 14', 'b dropped out', 40]]);
});

test('what is our own, what is as it was and what is not sure are not told', () => {
  expect(seen([entry(['a'])], ['a'])).toEqual([]);
  expect(seen([], ['a'])).toEqual([]);
  expect(seen([entry(['a'], { finishedAt: NOW - 1000 })], [])).toEqual([]);
  expect(seen([entry(['a'], { status: 'failed' })], [])).toEqual([]);
  expect(seen([entry(['a'], { status: 'running' })], [])).toEqual([]);
});
