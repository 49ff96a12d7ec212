import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { JournalEvent } from './journal-event.ts';
import { eventsIn } from './journal-events.ts';
import { parseJournalLine } from './merge-journal.ts';

const accountOf = (uid: number) => (uid === 0 ? 'root' : String(uid));
const eventsOf = (lines: readonly string[]) =>
  eventsIn(
    lines.flatMap((line) => parseJournalLine(line) ?? []),
    accountOf,
  );
const linesOf = (version: number) =>
  readFileSync(new URL(`../../e2e/fixtures/journal/${version}.jsonl`, import.meta.url), 'utf8').split('\n');
const short = ({ what, class: extensionClass, by, unit, command, names, failure }: JournalEvent) =>
  [what, extensionClass ?? '-', by || unit.replace(/^run-.*/, 'run') || '?', command, names?.join(), failure]
    .filter((one) => one != null && one !== '')
    .join(' ');

const [MERGED, UNMERGED] = ['merged sysext systemd-sysext.service one,two', 'unmerged sysext systemd-sysext.service'];
const CONFEXT = ['merged confext systemd-confext.service conf', 'unmerged confext systemd-confext.service'];

test.each([257, 262])('what was done with %i is one event each, by whoever did it', (version) => {
  const told = eventsOf(linesOf(version)).map(short);
  expect(told.filter((one) => one.includes('sysext.service') && !one.includes('Failed'))).toEqual([
    // Start, reload and restart, and stop; a reload that changes nothing does nothing since 258.
    ...(version < 258 ? [MERGED] : []),
    ...[MERGED, MERGED, UNMERGED],
  ]);
  expect(told.filter((one) => one.includes('confext'))).toEqual(CONFEXT);
  // Of what ran on a terminal no word is told but that it was called.
  expect(told.filter((one) => one.startsWith('call sysext'))).toEqual([
    'call sysext run systemd-sysext unmerge',
    'call sysext run systemd-sysext merge',
    'call sysext run systemd-sysext refresh',
  ]);
  expect(told.filter((one) => one.includes('sysext root'))).toEqual([
    // Whoever ended before journald looked has no unit, so that one after another looks like one.
    ...(version < 258 ? [] : ['unmerged sysext root']),
    'merged sysext root one,two',
  ]);
  expect(told.filter((one) => one.includes('Failed'))).toEqual([
    'merged sysext systemd-sysext.service Failed to read metadata for image broken: Package not installed',
  ]);
  expect(told.slice(-3)).toEqual([
    'installed - run systemd-sysupdate update tool_1.0.raw',
    'call - run systemd-sysupdate update',
    "installed - run systemd-sysupdate update No transfer definitions for component 'nope' found.",
  ]);
});

const lineOf = (seconds: number, fields: object) =>
  JSON.stringify({ __REALTIME_TIMESTAMP: String((1_800_000_000 + seconds) * 1e6), _BOOT_ID: 'b', ...fields });
const bySudo = (seconds: number, text: string, exe = '/usr/bin/sudo') =>
  lineOf(seconds, { SYSLOG_IDENTIFIER: 'sudo', _EXE: exe, MESSAGE: text });

test('who got root for it is told, and what it came to where that is in the journal', () => {
  // As sudoers(5) and pkexec.c have it.
  const asked = 'core : TTY=pts/0 ; PWD=/home/core ; USER=root ; COMMAND=/usr/bin/systemd-sysext --force refresh';
  expect(eventsOf([bySudo(0, asked)]).map(short)).toEqual(['call sysext core systemd-sysext refresh']);
  const merged = [
    lineOf(1, { SYSLOG_IDENTIFIER: '(sd-merge)', MESSAGE: "Using extensions 'a'." }),
    lineOf(1, { SYSLOG_IDENTIFIER: '(sd-merge)', MESSAGE: "Merged extensions into '/usr'." }),
  ];
  expect(eventsOf([bySudo(0, asked), ...merged]).map(short)).toEqual(['merged sysext core systemd-sysext refresh a']);
  const text = 'anna: Executing command [USER=root] [TTY=/dev/pts/1] [CWD=/] [COMMAND=/usr/bin/systemd-confext merge]';
  const pkexec = lineOf(0, { SYSLOG_IDENTIFIER: 'pkexec', _EXE: '/usr/bin/pkexec', MESSAGE: text });
  expect(eventsOf([pkexec]).map(short)).toEqual(['call confext anna systemd-confext merge']);
});

test('what was not allowed, only looks, or is said by another program, is no call', () => {
  const rest = 'TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/systemd-sysext';
  expect(eventsOf([bySudo(0, `core : command not allowed ; ${rest} merge`)])).toEqual([]);
  expect(eventsOf([bySudo(0, `core : 3 incorrect password attempts ; ${rest} merge`)])).toEqual([]);
  expect(eventsOf([bySudo(0, `core : ${rest} status`)])).toEqual([]);
  expect(eventsOf([bySudo(0, `core : ${rest} merge`, '/tmp/sudo')])).toEqual([]);
  expect(eventsOf([bySudo(0, `core : ${rest} merge`)])).toHaveLength(1);
});

test('what Veneer was asked for is one event, and its merges are none of their own', () => {
  const call = (seconds: number, verb: string, outcome: string) =>
    lineOf(seconds, {
      ...{ SYSLOG_IDENTIFIER: 'veneer-helper', VENEER_CALL: verb, VENEER_VERB: verb, VENEER_USER: '1001' },
      ...{ VENEER_OUTCOME: outcome, MESSAGE: `veneer: ${verb}`, EXTENSION: verb === 'mask' ? ['a', 'b'] : undefined },
    });
  const merged = lineOf(3, { SYSLOG_IDENTIFIER: '(sd-merge)', MESSAGE: "Merged extensions into '/usr'." });
  const lines = [call(0, 'mask', 'begun'), call(1, 'mask', 'done'), call(2, 'refresh', 'begun'), merged];
  expect(eventsOf([...lines, call(4, 'refresh', 'done')]).map(short)).toEqual(['veneer - 1001 mask, refresh a,b']);
  expect(eventsOf([...lines, call(4, 'refresh', 'systemd-failed')])[0]?.failure).toBe('systemd-failed');
});

test('a line that is none, or has no time, loses itself alone', () => {
  const evil = ['{', 'null', '7', '{"__REALTIME_TIMESTAMP":"x"}', '{"__REALTIME_TIMESTAMP":"9e99"}'];
  expect(eventsOf(evil)).toEqual([]);
  // As systemd.journal-fields(7) prints what is no text.
  const bytes = lineOf(0, { SYSLOG_IDENTIFIER: 'sudo', _EXE: ['x'], MESSAGE: [27, 91, 50, 74], EXTENSION: 7 });
  expect(parseJournalLine(bytes)).toMatchObject({ text: '\ufffd[2J', names: [], priority: 6 });
});
