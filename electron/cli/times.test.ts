/** Times are printed as this machine's systemd prints them, in whatever zone. */
import { spawnSync } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { englishOf } from '../../shared/messages/message.ts';
import { agoText, parseZone, timestampText, timeText } from './times.ts';

const { TZ: zoneBefore } = process.env;
afterEach(() => {
  if (zoneBefore === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zoneBefore;
});

const DAY = 86_400_000;
const now = Math.floor(Date.now() / 1000) * 1000;
/** So far from what comes next that a slow machine does not change the answer. */
const TIMES = [
  7 * 3_600_000 + 60_000,
  26.5 * 3_600_000,
  3.5 * DAY,
  9.5 * DAY,
  45.5 * DAY,
  200.5 * DAY,
  800.5 * DAY,
].map((ago) => now - ago);

function systemdSays(zone: string, at: number): { readonly time: string; readonly ago: string } {
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: zone };
  const { stdout } = spawnSync('systemd-analyze', ['timestamp', `@${at / 1000}`], { env, encoding: 'utf8' });
  const field = (name: string) => new RegExp(`${name}: (.*)$`, 'm').exec(stdout)?.[1] ?? '';
  return { time: field('Normalized form'), ago: field('From now') };
}

test.each(['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'UTC'])('in %s', (zone) => {
  process.env['TZ'] = zone;
  for (const at of TIMES) {
    const { time, ago } = systemdSays(zone, at);
    expect(time).not.toBe('');
    expect(timestampText(at)).toBe(time);
    expect(englishOf(timeText(at))).toBe(`${time}; ${ago}`);
  }
});

test.each([
  [0, 'now'],
  [1000, '1s ago'],
  [61_000, '1min 1s ago'],
  [3 * 60_000, '3min 0s ago'],
  [6 * 60_000 + 9000, '6min ago'],
  [3_600_000 + 5 * 60_000, '1h 5min ago'],
])('%i ms are %s', (ms, text) => expect(englishOf(agoText(ms))).toBe(text));

test('the rule of a zone', () => {
  expect(parseZone('CET-1CEST,M3.5.0,M10.5.0/3')).toEqual([{ name: 'CET', offset: 60 }, 'CEST']);
  expect(parseZone('<+0545>-5:45')).toEqual([{ name: '+0545', offset: 345 }, null]);
  expect(parseZone('EST5EDT,M3.2.0,M11.1.0')).toEqual([{ name: 'EST', offset: -300 }, 'EDT']);
  expect(parseZone('')).toEqual([null, null]);
});
