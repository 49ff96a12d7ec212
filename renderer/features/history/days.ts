/** What is shown of the history: by days, a short sentence in the past for each entry. */
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { HistoryEntry } from '../../../shared/model/history.ts';
import { shownLocale } from '../../format.ts';

interface Day {
  readonly day: string;
  readonly entries: readonly HistoryEntry[];
}

/** Newest first. */
export function byDay(entries: readonly HistoryEntry[], now = Date.now()): Day[] {
  const sorted = [...entries].sort((a, b) => b.finishedAt - a.finishedAt);
  const days = new Map<string, HistoryEntry[]>();
  for (const entry of sorted) {
    const day = dayName(entry.finishedAt, now);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days].map(([day, mine]) => ({ day, entries: mine }));
}

function dayName(time: number, now: number): string {
  const [date, today] = [new Date(time), new Date(now)];
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (date.toDateString() === today.toDateString()) return t('Today');
  if (date.toDateString() === yesterday.toDateString()) return t('Yesterday');
  const isThisYear = date.getFullYear() === today.getFullYear();
  return date.toLocaleDateString(shownLocale(), {
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
  });
}

/** What happened, in the past; of what did not, what was to be. */
export function sentenceOf({ title, done, status }: HistoryEntry): string {
  switch (status) {
    case 'succeeded':
      return say(done ?? title);
    case 'running':
      return say(title);
    case 'failed':
      return t('Failed: {what}', { what: say(title) });
    case 'cancelled':
      return t('Stopped: {what}', { what: say(title) });
    case 'interrupted':
      return t('Cut off: {what}', { what: say(title) });
    case 'went-back':
      return t('Went back: {what}', { what: say(title) });
  }
}

/** The account, or its number where it has no name here; nobody where it was not done by Veneer. */
export function whoOf({ by }: HistoryEntry): string {
  return /^\d+$/.test(by) ? t('user {id}', { id: by }) : by;
}
