import { expect, test } from 'vitest';
import { foreignText } from '../../shared/messages/message.ts';
import type { HistoryEntry } from '../../shared/model/history.ts';
import type { JournalEvent } from '../host/journal-event.ts';
import { withJournal } from './with-journal.ts';

const MINUTE = 60_000;
const NOW = 1000 * MINUTE;

const entry = (at: number, kind: HistoryEntry['kind'], after: string[], more: Partial<HistoryEntry> = {}) =>
  ({
    ...{ id: `${kind} ${at}`, kind, root: '/', title: foreignText(kind), done: null, effects: [], status: 'succeeded' },
    ...{ startedAt: at * MINUTE, finishedAt: at * MINUTE, by: kind === 'change' ? 'me' : '', steps: [] },
    ...{ outcome: foreignText(''), error: null, request: null, os: null, undo: null },
    outcomes: [{ class: 'sysext', before: [], after, uncertain: [], versions: {} }],
    ...more,
  }) as HistoryEntry;

const event = (at: number, what: JournalEvent['what'], names: string[] | null, more: Partial<JournalEvent> = {}) =>
  ({
    ...{ from: at * MINUTE, at: at * MINUTE, boot: 'one', what, class: 'sysext', by: '', unit: '', command: null },
    ...{ names, failure: null, ...more },
  }) as JournalEvent;

const told = (entries: HistoryEntry[], events: JournalEvent[]) =>
  withJournal(entries, events, NOW).map(({ kind, title, done, by, effects, finishedAt }) =>
    [finishedAt / MINUTE, kind, (done ?? title).text, by, effects.map(({ text }) => text).join()].join(' | '),
  );

const SERVICE = { unit: 'systemd-sysext.service' };

test('what others did stands beside ours by its time, and ours is told once', () => {
  const events = [
    event(5, 'merged', ['a']),
    event(10, 'merged', ['a', 'b']),
    event(20, 'call', null, { by: 'core', command: 'systemd-sysext refresh' }),
  ];
  expect(told([entry(10, 'change', ['a', 'b'])], events)).toEqual([
    '20 | journal | systemd-sysext refresh | core | ',
    '10 | change | change | me | ',
    '5 | journal | Merged outside of Veneer |  | Merged a',
  ]);
  // A change that takes long is ours from its begin to its end, and one that runs still until now.
  const long = entry(30, 'change', [], { startedAt: 5 * MINUTE });
  expect(told([long], [event(20, 'merged', ['a'])])).toHaveLength(1);
  const running = entry(5, 'change', [], { status: 'running' });
  expect(told([running], [event(20, 'merged', ['a'])])).toHaveLength(1);
});

test('what was seen afterwards gets who did it and when, and is no second entry', () => {
  const call = event(30, 'call', null, { by: 'core', command: 'systemd-sysext merge' });
  expect(told([entry(30, 'outside', ['a'])], [call])).toEqual(['30 | outside | systemd-sysext merge | core | ']);
  // That nothing is merged any more was seen later than it came to be so.
  const entries = [entry(60, 'outside', []), entry(10, 'change', ['a'])];
  expect(told(entries, [event(40, 'unmerged', [], { by: 'anna' })])[0]).toBe('40 | outside | outside | anna | ');
  expect(told(entries, [event(40, 'merged', ['b'], { by: 'anna' })])).toHaveLength(3);
});

test('what services merge at each start is told where it is otherwise', () => {
  const start = (at: number, boot: string, names: string[]) => event(at, 'merged', names, { ...SERVICE, boot });
  const end = (at: number, boot: string) => event(at, 'unmerged', [], { ...SERVICE, boot });
  const events = [start(2, 'one', ['a']), end(5, 'one'), start(6, 'two', ['a']), end(8, 'two')];
  expect(told([entry(1, 'change', ['a'])], [...events, start(9, 'three', ['b'])])).toEqual([
    '9 | journal | Merged outside of Veneer | systemd-sysext.service | b came in,a dropped out',
    '1 | change | change | me | ',
  ]);
  // The same in one boot somebody did.
  expect(told([], [start(1, 'one', ['a']), end(2, 'one'), start(3, 'one', ['a'])])).toHaveLength(3);
});

test('what failed says why, what was installed is named, and so is what somebody else did with Veneer', () => {
  const [failed] = withJournal([], [event(1, 'merged', null, { ...SERVICE, failure: 'Failed to mount' })], NOW);
  expect(failed).toMatchObject({ status: 'failed', outcome: { text: 'Failed to mount' }, by: SERVICE.unit });
  expect(
    told(
      [],
      [
        event(1, 'installed', ['tool_2.raw'], { class: null, unit: 'systemd-sysupdate.service' }),
        event(2, 'veneer', ['tool'], { class: null, by: 'bob', command: 'mask, refresh' }),
      ],
    ),
  ).toEqual([
    '2 | journal | Changed with Veneer: mask, refresh | bob | of tool',
    '1 | journal | systemd-sysupdate installed tool_2.raw | systemd-sysupdate.service | ',
  ]);
});
