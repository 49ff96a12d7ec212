/** Times as systemd prints them: `Thu 2026-11-26 17:45:43 CET; 3min ago` (format_timestamp() and format_timestamp_relative()). */
import { readFileSync } from 'node:fs';
import { joinTexts, type Message, messageOf, type Text } from '../../shared/messages/message.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

const two = (value: number): string => String(value).padStart(2, '0');

/** In the zone of this process. @param at milliseconds since 1970 */
export function timestampText(at: number): string {
  const when = new Date(at);
  const day = [when.getFullYear(), two(when.getMonth() + 1), two(when.getDate())].join('-');
  const time = [when.getHours(), when.getMinutes(), when.getSeconds()].map(two).join(':');
  return `${DAYS[when.getDay()]} ${day} ${time} ${zoneName(when)}`;
}

/** The same with how long ago it was. */
export const timeText = (at: number, now = Date.now()): Text =>
  at > now ? timestampText(at) : joinTexts([timestampText(at), agoText(now - at)], '; ');

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
// As in systemd's time-util.h: 2629800 s and 31557600 s.
const MONTH = 2_629_800 * SECOND;
const YEAR = 31_557_600 * SECOND;

/** @param ms that have passed, in whole */
export function agoText(ms: number): Message {
  if (ms < SECOND) return messageOf('cli.now');
  return messageOf('cli.ago', { span: joinTexts(spanOf(ms), ' ') });
}

function spanOf(ms: number): readonly Text[] {
  const whole = (unit: number) => Math.floor(ms / unit);
  const rest = (unit: number, smaller: number) => Math.floor((ms % unit) / smaller);
  const minutes = rest(HOUR, MINUTE);
  const seconds = rest(MINUTE, SECOND);
  if (ms >= YEAR)
    return [messageOf('cli.years', { count: whole(YEAR) }), messageOf('cli.months', { count: rest(YEAR, MONTH) })];
  if (ms >= MONTH)
    return [messageOf('cli.months', { count: whole(MONTH) }), messageOf('cli.days', { count: rest(MONTH, DAY) })];
  if (ms >= WEEK)
    return [messageOf('cli.weeks', { count: whole(WEEK) }), messageOf('cli.days', { count: rest(WEEK, DAY) })];
  if (ms >= 2 * DAY) return [messageOf('cli.days', { count: whole(DAY) })];
  if (ms >= 25 * HOUR) return [messageOf('cli.days', { count: 1 }), `${Math.floor((ms - DAY) / HOUR)}h`];
  if (ms >= 6 * HOUR) return [`${whole(HOUR)}h`];
  if (ms >= HOUR) return [`${whole(HOUR)}h`, `${minutes}min`];
  if (ms >= 5 * MINUTE) return [`${whole(MINUTE)}min`];
  if (ms >= MINUTE) return [`${whole(MINUTE)}min`, `${seconds}s`];
  return [`${whole(SECOND)}s`];
}

/** What the zone is called at that time, by the rule at the end of its file (tzfile(5)); else its offset, as `+0530`. */
function zoneName(when: Date): string {
  const offset = -when.getTimezoneOffset();
  const [standard, summer] = zoneNames();
  if (standard !== null) {
    if (offset === standard.offset) return standard.name;
    if (summer !== null) return summer;
  }
  const minutes = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

type Zone = readonly [standard: { readonly name: string; readonly offset: number } | null, summer: string | null];

const zones = new Map<string | undefined, Zone>();

function zoneNames(): Zone {
  const { TZ: zone } = process.env;
  const known = zones.get(zone) ?? readZoneNames(zone);
  zones.set(zone, known);
  return known;
}

const ZONES = '/usr/share/zoneinfo';
const UTC: Zone = [{ name: 'UTC', offset: 0 }, null];

/** @param zone of $TZ */
function readZoneNames(zone: string | undefined): Zone {
  if (zone === '') return UTC;
  const name = zone?.replace(/^:/, '');
  if (name !== undefined && !/^[A-Za-z0-9_+-]+(?:\/[A-Za-z0-9_+-]+)*$/.test(name)) return [null, null];
  try {
    const text = readFileSync(name === undefined ? '/etc/localtime' : `${ZONES}/${name}`, 'latin1');
    return parseZone(/\n([^\n]*)\n$/.exec(text)?.[1] ?? '');
  } catch (error) {
    // Without the file it is UTC: localtime(5).
    return name === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT' ? UTC : [null, null];
  }
}

const NAME = '(?:<([A-Za-z0-9+-]+)>|([A-Za-z]{3,}))';
const POSIX_ZONE = new RegExp(`^${NAME}([+-]?\\d{1,3})(?::(\\d{2}))?(?::\\d{2})?(?:${NAME})?`);

/** @param text as POSIX has it in TZ: `CET-1CEST,M3.5.0,M10.5.0/3`, in which west of Greenwich is positive */
export function parseZone(text: string): Zone {
  const [all, quoted, plain, hours = '', minutes = '0', summerQuoted, summer] = POSIX_ZONE.exec(text) ?? [];
  if (all === undefined) return [null, null];
  const sign = hours.startsWith('-') ? 1 : -1;
  const offset = sign * (Math.abs(Number(hours)) * 60 + Number(minutes));
  return [{ name: quoted ?? plain ?? '', offset }, summerQuoted ?? summer ?? null];
}
