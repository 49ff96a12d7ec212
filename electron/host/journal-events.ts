/** What lines of the journal on merges and updates come to: one event for all that was done at once. */
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { callIn } from './journal-calls.ts';
import type { JournalEvent } from './journal-event.ts';
import type { JournalLine } from './merge-journal.ts';

/** Between two lines of one event, milliseconds. */
const MERGE_GAP_MS = 2000;
/** An update goes on while it downloads. */
const UPDATE_GAP_MS = 60_000;
/** One change with Veneer asks its helper step by step. */
const VENEER_GAP_MS = 10_000;
/** Until what a command was called for is seen in the journal. */
const CALL_MS = 10_000;

/** @param lines oldest first @param accountOf the name of a user, or their number @returns oldest first */
export function eventsIn(lines: readonly JournalLine[], accountOf: (uid: number) => string): JournalEvent[] {
  const calls = lines.flatMap((line) => callIn(line) ?? []);
  const ofUpdates = lines.filter(({ who }) => who === 'systemd-sysupdate');
  const ofVeneer = lines.filter(({ call }) => call !== '');
  const events = [
    ...parted(lines.filter(isOfMerge), MERGE_GAP_MS, isSameMerge, isNextMerge).flatMap((run) =>
      mergeIn(run, accountOf),
    ),
    ...parted(ofUpdates, UPDATE_GAP_MS, (a, b) => a.unit === b.unit).flatMap(updateIn),
  ];
  const veneer = parted(ofVeneer, VENEER_GAP_MS, (a, b) => a.user === b.user).map((run) => veneerIn(run, accountOf));
  const called = new Set<JournalEvent>();
  const known = events.map((event) => {
    const call = calls.find(
      (one) =>
        !called.has(one) &&
        (one.unit === '' ? one.class === event.class : one.unit === event.unit) &&
        event.from >= one.at - MERGE_GAP_MS &&
        event.from <= one.at + CALL_MS,
    );
    if (call === undefined) return event;
    called.add(call);
    return { ...event, command: call.command, by: call.by };
  });
  return [...known.filter((one) => !veneer.some((its) => isWithin(one, its))), ...veneer]
    .concat(calls.filter((one) => !called.has(one)))
    .sort((a, b) => a.at - b.at);
}

/** Whether it is a part of what somebody did from one time to another. */
export const isWithin = ({ from, at }: JournalEvent, whole: { readonly from: number; readonly at: number }): boolean =>
  from <= whole.at + MERGE_GAP_MS && at >= whole.from - MERGE_GAP_MS;

const USING = "Using extensions '";
const MERGED = "Merged extensions into '";
const UNMERGED = "Unmerged '";

const MERGERS = ['(sd-merge)', '(sd-unmerge)', 'systemd-sysext', 'systemd-confext'];

/** What the service manager says of a service that failed belongs to it. */
const isOfMerge = ({ who, about }: JournalLine): boolean =>
  MERGERS.includes(who) || (who === 'systemd' && /^systemd-(?:sysext|confext)\.service$/.test(about));

/** Lines in runs of what belongs together. */
function parted(
  lines: readonly JournalLine[],
  gap: number,
  isSame: (before: JournalLine, line: JournalLine) => boolean,
  isNext: (run: readonly JournalLine[], line: JournalLine) => boolean = () => false,
): JournalLine[][] {
  const runs: JournalLine[][] = [];
  for (const line of lines) {
    const run = runs.findLast((one) => one.every((before) => isSame(before, line)));
    const last = run?.at(-1);
    const isOver = last === undefined || line.boot !== last.boot || line.at - last.at > gap;
    if (run === undefined || isOver || isNext(run, line)) runs.push([line]);
    else run.push(line);
  }
  return runs;
}

/** journald names the unit only of who still ran when it looked. */
function isSameMerge(before: JournalLine, line: JournalLine): boolean {
  const [one, other] = [unitOf(before), unitOf(line)];
  const [its, that] = [classOf(before), classOf(line)];
  return (one === '' || other === '' || one === other) && (its === null || that === null || its === that);
}

/** A merge says what it uses, what it unmerges and what it merged, in this order; what was merged into /usr is merged into /opt. */
function isNextMerge(run: readonly JournalLine[], { text, who }: JournalLine): boolean {
  const isThere = (start: string) => run.some((one) => one.text.startsWith(start));
  if (text.startsWith(MERGED)) return false;
  if (text.startsWith(USING)) return isThere(USING) || isThere(MERGED);
  return who !== 'systemd' && isThere(MERGED);
}

const unitOf = ({ who, unit, about }: JournalLine): string => (who === 'systemd' ? about : unit);

function classOf(line: JournalLine): ExtensionClass | null {
  const [, named] = /^systemd-(sysext|confext)\b/.exec(line.who === 'systemd' ? line.about : line.who) ?? [];
  const [, ofUnit] = /^systemd-(sysext|confext)[@.]/.exec(unitOf(line)) ?? [];
  const [, path] = /^(?:Merged extensions into|Unmerged) '(\/[a-z]+)/.exec(line.text) ?? [];
  const found = named ?? ofUnit ?? (path === undefined ? null : path === '/etc' ? 'confext' : 'sysext');
  return found as ExtensionClass | null;
}

function mergeIn(run: readonly JournalLine[], accountOf: (uid: number) => string): JournalEvent[] {
  const texts = run.map(({ text }) => text);
  const merged = texts.findLastIndex((text) => text.startsWith(MERGED));
  const unmerged = texts.findLastIndex((text) => text.startsWith(UNMERGED));
  const errors = run.filter(({ priority }, at) => priority <= 3 && at > merged);
  const failure = errors.find(({ who }) => who !== 'systemd') ?? errors[0];
  if (merged < 0 && unmerged < 0 && failure === undefined) return [];
  const unit = run.map(unitOf).find((one) => one !== '') ?? '';
  // Of a connection to its socket the instance has the user at its end (systemd.socket(5), Accept=).
  const [, uid] = /^systemd-(?:sysext|confext)@.*-(\d+)\.service$/.exec(unit) ?? [];
  const what = failure === undefined && merged < unmerged ? 'unmerged' : 'merged';
  const using = texts.findLast((text) => text.startsWith(USING)) ?? null;
  return [
    {
      ...spanOf(run),
      what,
      class: run.map(classOf).find((one) => one !== null) ?? null,
      by: uid === undefined ? '' : accountOf(Number(uid)),
      unit: uid === undefined ? unit : '',
      command: null,
      names: what === 'unmerged' ? [] : namesOf(using),
      failure: failure?.text ?? null,
    },
  ];
}

/** Of `Using extensions 'one', 'two'.` */
const namesOf = (using: string | null): string[] | null =>
  using === null ? null : using.replace(/^Using extensions '|'\.$/g, '').split("', '");

function updateIn(run: readonly JournalLine[]): JournalEvent[] {
  const names = run.flatMap(({ text }) => / as '(?:[^']*\/)?([^'/]+)' \([a-z-]+\)\.$/.exec(text)?.[1] ?? []);
  const failure = run.find(({ priority }) => priority <= 3)?.text ?? null;
  if (names.length === 0 && failure === null) return [];
  const unit = run[0]?.unit ?? '';
  return [{ ...spanOf(run), what: 'installed', class: null, by: '', unit, command: null, names, failure }];
}

function veneerIn(run: readonly JournalLine[], accountOf: (uid: number) => string): JournalEvent {
  const user = run[0]?.user ?? '';
  const failed = run.find(({ outcome }) => outcome !== 'begun' && outcome !== 'done');
  return {
    ...spanOf(run),
    ...{ what: 'veneer', class: null, unit: '', failure: failed?.outcome ?? null },
    // A number, or `?` where the helper was not told.
    by: /^\d{1,10}$/.test(user) ? accountOf(Number(user)) : '',
    command: [...new Set(run.map(({ verb }) => verb))].join(', '),
    names: [...new Set(run.flatMap(({ names }) => names))],
  };
}

const spanOf = (run: readonly JournalLine[]) => ({
  from: run[0]?.at ?? 0,
  at: run.at(-1)?.at ?? 0,
  boot: run[0]?.boot ?? '',
});
