import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRoot } from '../../e2e/harness/mount-namespace.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { findProgram } from './systemd-version.ts';
import { parseLine, problemOf, readUnitLog } from './unit-log.ts';

// As journalctl of 257 prints a line (journalctl(1), `--output=json`).
const line = {
  _PID: '1',
  SYSLOG_IDENTIFIER: 'systemd',
  __REALTIME_TIMESTAMP: '1795797180477444',
  PRIORITY: '6',
  MESSAGE: 'Started crash.service.',
};

test('a line with its time and who wrote it', () => {
  expect(parseLine(JSON.stringify(line))).toEqual({
    at: 1795797180477,
    priority: 6,
    who: 'systemd',
    text: 'Started crash.service.',
  });
});

test('nothing of a foreign line acts where it is shown', () => {
  const bytes = [...Buffer.from('\u001b[31mred\u202e'), 0xff];
  expect(parseLine(JSON.stringify({ ...line, MESSAGE: bytes }))?.text).toBe('\ufffd[31mred\ufffd\ufffd');
  expect(parseLine(JSON.stringify({ ...line, SYSLOG_IDENTIFIER: 'a\rb' }))?.who).toBe('a\ufffdb');
  expect(parseLine(JSON.stringify({ ...line, MESSAGE: 'x'.repeat(100_000) }))?.text).toHaveLength(2000);
});

test('what journalctl leaves out as too long is said to be left out, and rubbish is passed over', () => {
  expect(parseLine(JSON.stringify({ ...line, MESSAGE: null }))?.text).toBe('…');
  expect(parseLine('-- No entries --')).toBeNull();
  expect(parseLine('')).toBeNull();
});

/**
 * The real journalctl in a folder of the test, as the test or as a stranger: 257 and 262 say the same
 * (src/shared/logs-show.c and src/journal/journalctl-util.c of systemd).
 */
const journalctl = findProgram('journalctl');
function say(directory: string, asStranger = false): string {
  const who = asStranger ? { uid: 65_534, gid: 65_534 } : {};
  const { stderr } = spawnSync(journalctl ?? '', ['--no-pager', `--directory=${directory}`], {
    ...who,
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
  });
  return stderr;
}

describe('what journalctl says where there are no lines', () => {
  let scratch: Scratch;
  beforeAll(() => {
    scratch = makeScratch('unit-log');
    chmodSync(scratch.path, 0o755);
    scratch.put('closed/system.journal', '', 0o600);
    scratch.put('empty/.keep', '');
  });
  afterAll(() => scratch.remove());

  test('there is no journal', () => {
    expect(problemOf(say(join(scratch.path, 'empty')), false)?.text).toBe('There is no journal on this machine.');
  });

  test.runIf(isRoot)('it may not be read, or only a part of it', () => {
    const words = say(join(scratch.path, 'closed'), true);
    expect(words).not.toBe('');
    expect(problemOf(words, false)?.id).toBe('service.journal-cannot-be-read');
    expect(problemOf(words, true)?.id).toBe('service.journal-may-lack-lines');
  });

  test('anything else is told with its own words, unless lines came', () => {
    const words = say(join(scratch.path, 'nowhere'));
    expect(problemOf(words, false)?.text).toContain('No such file or directory');
    expect(problemOf(words, true)).toBeNull();
  });

  test('a unit that nobody ever heard of has no lines', async () => {
    const { lines, problem } = await readUnitLog('veneer-never-heard-of.service');
    expect(lines).toEqual([]);
    // On a machine with a journal that may be read there is nothing to say beside.
    const words = spawnSync(journalctl ?? '', ['--no-pager', '--unit=veneer-never-heard-of.service'], {
      encoding: 'utf8',
    });
    expect(problem).toEqual(problemOf(words.stderr, false));
  });
});

test('nothing is said where nothing was logged, and a foreign word acts nowhere', () => {
  expect(problemOf('', false)).toBeNull();
  expect(problemOf('\u001b[31mred\u202e\nmore', false)?.text).toContain('\ufffd[31mred\ufffd');
});
