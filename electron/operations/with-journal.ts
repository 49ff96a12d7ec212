/** What is kept of a host together with what its journal tells: each thing once, by whoever did it, at the time when it was done. */
import { firstNames } from '../../shared/messages/first-names.ts';
import { foreignText, type Message, messageOf } from '../../shared/messages/message.ts';
import type { HistoryEntry } from '../../shared/model/history.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { JournalEvent } from '../host/journal-event.ts';
import { isWithin } from '../host/journal-events.ts';

/** Between what the journal says and the mount that comes of it. */
const MOUNT_MS = 5000;

/**
 * @param entries of the running system, newest first
 * @param events of its journal, oldest first
 * @returns newest first
 */
export function withJournal(
  entries: readonly HistoryEntry[],
  events: readonly JournalEvent[],
  now = Date.now(),
): HistoryEntry[] {
  const ours = entries.filter(({ kind }) => kind === 'change').map((one) => spanOf(one, now));
  const foreign = events.filter((event) => !ours.some((span) => isWithin(event, span)));
  const matched = new Map<string, JournalEvent>();
  // What was seen afterwards is the last of what was done until then.
  for (const event of foreign) {
    const entry = entries.findLast((one) => one.kind !== 'change' && isSeen(one, event, entries));
    if (entry !== undefined) matched.set(entry.id, event);
  }
  const seen = new Set(matched.values());
  const told = newsIn(
    foreign.filter((event) => !seen.has(event)),
    entries,
  );
  const kept = entries.map((entry) => {
    const event = matched.get(entry.id);
    return event === undefined ? entry : asTold(entry, event);
  });
  return [...kept, ...told].sort((a, b) => b.finishedAt - a.finishedAt);
}

const spanOf = ({ startedAt, finishedAt, status }: HistoryEntry, now: number) => ({
  from: startedAt,
  at: status === 'running' ? now : finishedAt,
});

/** Whether an entry shows what an event did: a mount has a time, and that one is gone was seen some time after. */
function isSeen(entry: HistoryEntry, event: JournalEvent, entries: readonly HistoryEntry[]): boolean {
  if (event.failure !== null || event.what === 'installed' || event.what === 'veneer') return false;
  const moves = entry.outcomes.filter((one) => event.class === null || one.class === event.class);
  if (moves.length === 0) return false;
  if (moves.every(({ after }) => after.length > 0))
    return event.what !== 'unmerged' && Math.abs(event.at - entry.finishedAt) <= MOUNT_MS;
  const before = entries[entries.indexOf(entry) + 1]?.finishedAt ?? 0;
  return event.what !== 'merged' && event.at > before && event.at <= entry.finishedAt + MOUNT_MS;
}

function asTold(entry: HistoryEntry, event: JournalEvent): HistoryEntry {
  const by = byOf(event);
  const time = event.at <= entry.finishedAt ? { startedAt: event.from, finishedAt: event.at } : {};
  const done = event.command === null || entry.kind === 'os' ? {} : { done: foreignText(event.command) };
  return { ...entry, ...time, ...done, ...(by === '' ? {} : { by }) };
}

const byOf = ({ by, unit }: JournalEvent): string => by || (/^run-/.test(unit) ? '' : unit);

/** What is told beside it, but for services that merge at each start what was merged before, and let it go at each end. */
function newsIn(events: readonly JournalEvent[], entries: readonly HistoryEntry[]): HistoryEntry[] {
  return events.flatMap((event, at) => {
    const { what, names, failure } = event;
    const isRoutine = what !== 'veneer' && /^systemd-(?:sysext|confext)(?:-initrd)?\.service$/.test(event.unit);
    if (!isRoutine || failure !== null) return [entryOf(event, null)];
    const next = events.slice(at + 1).find((one) => one.class === event.class);
    const isAtEnd = what === 'unmerged' && next !== undefined && next.boot !== event.boot;
    const before = mergedBefore(event, events.slice(0, at), entries);
    const isSame = names !== null && before !== null && sorted(names) === sorted(before);
    return isAtEnd || isSame ? [] : [entryOf(event, before)];
  });
}

const sorted = (names: readonly string[]) => [...names].sort().join('\0');

/** What the last word before an event says that is merged; what a service let go at the end of a boot is no word on it. */
function mergedBefore(
  { at, boot, class: extensionClass }: JournalEvent,
  events: readonly JournalEvent[],
  entries: readonly HistoryEntry[],
): readonly string[] | null {
  const said = events.findLast(
    (one) =>
      one.class === extensionClass &&
      one.failure === null &&
      one.what !== 'call' &&
      !(one.what === 'unmerged' && one.boot !== boot),
  );
  const kept = entries.find((one) => one.finishedAt < at && outcomeOf(one, extensionClass) !== undefined);
  if (kept !== undefined && (said === undefined || kept.finishedAt > said.at))
    return kept.status === 'succeeded' ? (outcomeOf(kept, extensionClass)?.after ?? null) : null;
  return said?.names ?? null;
}

const outcomeOf = ({ outcomes }: HistoryEntry, extensionClass: ExtensionClass | null) =>
  outcomes.find((one) => one.class === extensionClass);

function entryOf(event: JournalEvent, before: readonly string[] | null): HistoryEntry {
  const { from, at, failure } = event;
  const title = titleOf(event);
  return {
    id: `journal-${from}-${event.what}-${event.class ?? ''}`,
    kind: 'journal',
    root: '/',
    title,
    done: title,
    effects: effectsOf(event, before),
    status: failure === null ? 'succeeded' : 'failed',
    keepUntil: null,
    startedAt: from,
    finishedAt: at,
    by: byOf(event),
    steps: [],
    outcomes: [],
    outcome: foreignText(failure ?? ''),
    error: null,
    request: null,
    os: null,
    undo: null,
  };
}

function titleOf({ what, command, names }: JournalEvent): Message {
  if (what === 'veneer') return messageOf('history.with-veneer', { verbs: command ?? '' });
  if (what === 'installed' && names !== null && names.length > 0)
    return messageOf('history.sysupdate-installed', { names: firstNames(names) });
  if (command !== null) return foreignText(command);
  if (what === 'installed') return messageOf('history.sysupdate');
  return messageOf(what === 'unmerged' ? 'change.unmerged-outside' : 'change.merged-outside');
}

function effectsOf({ what, names }: JournalEvent, before: readonly string[] | null): Message[] {
  if (names === null || what === 'installed' || (names.length === 0 && before === null)) return [];
  if (what === 'veneer') return [messageOf('history.about', { names: firstNames(names) })];
  if (before === null) return [messageOf('change.did-merge', { names: firstNames(names) })];
  const come = names.filter((name) => !before.includes(name));
  const gone = before.filter((name) => !names.includes(name));
  return [
    ...(come.length === 0 ? [] : [messageOf('change.came-in', { names: firstNames(come) })]),
    ...(gone.length === 0 ? [] : [messageOf('change.dropped-out', { names: firstNames(gone) })]),
  ];
}
