import { expect, test } from 'vitest';
import { parseLine } from './unit-log.ts';

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
