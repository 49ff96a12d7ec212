/** A moment of the history as a command line names it: the number of an entry, or a time. */
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { HistoryEntry } from '../../shared/model/history.ts';

const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?$/;

/**
 * @param word `3` for the third entry, or `2026-11-28 18:40` in the zone of this process, of a day its beginning
 * @param entries newest first, as they are numbered
 * @returns the entry just after which the moment is: of a time the last one before it
 * @throws {VeneerError} `invalid-input` for what is neither; `not-found` where nothing is kept of then
 */
export function momentIn(word: string, entries: readonly HistoryEntry[]): HistoryEntry {
  const at = timeIn(word);
  if (at === null && !/^\d{1,9}$/.test(word)) {
    throw new VeneerError('invalid-input', messageOf('history.is-no-moment', { word }), {
      nextStep: messageOf('history.name-a-moment'),
    });
  }
  const found = at === null ? entries[Number(word) - 1] : entries.find(({ finishedAt }) => finishedAt <= at);
  if (found !== undefined) return found;
  const message =
    at === null
      ? messageOf('history.no-such-number', { number: word, count: entries.length })
      : messageOf('history.nothing-kept-before', { time: word });
  throw new VeneerError('not-found', message, { nextStep: messageOf('cli.see', { command: 'veneer history' }) });
}

/** Milliseconds since 1970; null for what is no time. */
function timeIn(word: string): number | null {
  const parts = TIME.exec(word)
    ?.slice(1)
    .map((part) => Number(part ?? 0));
  if (parts === undefined) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const time = new Date(year, month - 1, day, hour, minute, second);
  const isDay = time.getMonth() === month - 1 && time.getDate() === day;
  return isDay && hour < 24 && minute < 60 && second < 60 ? time.getTime() : null;
}
