/** Figures for people, as the language of the window writes them. */
import { currentLanguage } from '../shared/messages/language.ts';
import { t } from '../shared/messages/translate.ts';
import type { ImageForm } from '../shared/model/extension.ts';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes with three digits at most and the unit of the field. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  const figure = value.toLocaleString(currentLanguage(), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${figure} ${UNITS[unit]}`;
}

/** A part of a whole, 0 to 1, in per cent. */
export function formatPart(part: number): string {
  return Math.min(1, Math.max(0, part)).toLocaleString(currentLanguage(), { style: 'percent' });
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** A time that is left, in seconds, by its largest unit. */
export function formatDuration(seconds: number): string {
  const [value, unit] =
    seconds < MINUTE
      ? ([Math.max(1, seconds), 'second'] as const)
      : seconds < HOUR
        ? ([seconds / MINUTE, 'minute'] as const)
        : ([seconds / HOUR, 'hour'] as const);
  return Math.ceil(value).toLocaleString(currentLanguage(), { style: 'unit', unit, unitDisplay: 'short' });
}

/** The time of day for today, else the date as well; milliseconds since 1970. */
export function formatTime(time: number): string {
  const date = new Date(time);
  const today = new Date().toDateString() === date.toDateString();
  return date.toLocaleString(
    shownLocale(),
    today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' },
  );
}

/** The time of day to the second, and the date where it is another day's; milliseconds since 1970. */
export function formatMoment(time: number): string {
  const date = new Date(time);
  const today = new Date().toDateString() === date.toDateString();
  return date.toLocaleString(
    shownLocale(),
    today ? { timeStyle: 'medium' } : { dateStyle: 'short', timeStyle: 'medium' },
  );
}

/** The day alone; milliseconds since 1970. */
export function formatDate(time: number): string {
  return new Date(time).toLocaleDateString(shownLocale(), { dateStyle: 'medium' });
}

/** How long ago: by minutes and hours within a day, else the date; milliseconds since 1970. */
export function formatAgo(time: number, now: number): string {
  const seconds = Math.max(0, (now - time) / 1000);
  if (seconds < MINUTE) return t('just now');
  if (seconds >= 24 * HOUR) return formatTime(time);
  const [value, unit] = seconds < HOUR ? ([seconds / MINUTE, 'minute'] as const) : ([seconds / HOUR, 'hour'] as const);
  return new Intl.RelativeTimeFormat(currentLanguage()).format(-Math.floor(value), unit);
}

/** The person's own region where it is one of the language that is spoken: British dates are not American ones. */
export function shownLocale(): string {
  return navigator.languages.find((tag) => tag.toLowerCase().split('-')[0] === currentLanguage()) ?? currentLanguage();
}

const FORMS = {
  squashfs: 'squashfs',
  erofs: 'erofs',
  ext: 'ext4',
  btrfs: 'btrfs',
  gpt: 'GPT',
  folder: 'folder',
  subvolume: 'subvolume',
  unrecognised: null,
} as const satisfies Readonly<Record<ImageForm, string | null>>;

/** As a pill says it; null for what was not recognised. Names of formats are the same in every language. */
export function formName(form: string): string | null {
  const name = form in FORMS ? FORMS[form as ImageForm] : form;
  return name === 'folder' || name === 'subvolume' ? t(name) : name;
}
