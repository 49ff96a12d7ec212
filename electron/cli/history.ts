/** veneer history: what happened at this host, by whomever, and what became otherwise between two moments. */
import { sideText } from '../../shared/changes/between.ts';
import { joinTexts, type Message, messageOf, type Text } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { HistoryEntry, MovedExtension } from '../../shared/model/history.ts';
import type { Host } from '../hosts/host.ts';
import { formatTable } from './format-table.ts';
import type { Invocation } from './invocation.ts';
import { momentIn } from './moment.ts';
import { withHost } from './setup.ts';
import { printLong, printOut, sayAnswer, tellHint, tellNote } from './terminal.ts';
import { timestampText } from './times.ts';

export function runHistory(invocation: Invocation): Promise<number> {
  return withHost(invocation, async (_, host) => {
    // What was done outside is seen by what is merged now.
    await host.read();
    const [verb, ...moments] = invocation.operands;
    return verb === 'diff' ? tellBetween(host, moments, invocation) : tellHistory(host, invocation);
  });
}

async function tellHistory(host: Host, { json }: Invocation): Promise<number> {
  const view = await host.history();
  if (json) {
    sayAnswer('history', view);
    return 0;
  }
  if (view.unknown !== null) tellNote(view.unknown);
  if (view.entries.length === 0) tellHint(messageOf('history.nothing-happened'));
  else await printLong(() => historyText(view.entries));
  return 0;
}

const COLUMNS = [
  { head: messageOf('history.column-number'), isWhole: true },
  { head: messageOf('history.column-when'), isWhole: true },
  { head: messageOf('cli.column-by') },
  { head: messageOf('history.column-what') },
] as const;

function historyText(entries: readonly HistoryEntry[]): string {
  return formatTable(
    COLUMNS,
    entries.map((entry, at) => {
      const style = entry.status === 'failed' || entry.status === 'interrupted' ? ('bad' as const) : null;
      const by = entry.by === '' ? '-' : entry.by;
      return [String(at + 1), timestampText(entry.finishedAt), by, { text: whatOf(entry), style }];
    }),
  );
}

/** What happened with what came of it; of what did not, why. */
function whatOf(entry: HistoryEntry): Text {
  const { status, effects, outcome } = entry;
  const isDone = status === 'succeeded' || status === 'running';
  return joinTexts([sentenceOf(entry), ...(isDone ? effects : [outcome])], '; ');
}

function sentenceOf({ title, done, status }: HistoryEntry): Message {
  switch (status) {
    case 'succeeded':
      return done ?? title;
    case 'running':
      return title;
    case 'failed':
      return messageOf('history.failed', { what: title });
    case 'cancelled':
      return messageOf('history.stopped', { what: title });
    case 'interrupted':
      return messageOf('history.cut-off', { what: title });
    case 'went-back':
      return messageOf('history.went-back', { what: title });
  }
}

async function tellBetween(host: Host, moments: readonly string[], { json }: Invocation): Promise<number> {
  const { entries } = await host.history();
  const [from = '', to] = moments;
  const [before, after] = [momentIn(from, entries), to === undefined ? null : momentIn(to, entries)];
  const { changes, unknown } = await host.between(before.id, after?.id ?? null);
  if (unknown !== null) {
    throw new VeneerError('not-found', unknown, { nextStep: messageOf('history.only-what-veneer-saw') });
  }
  if (json) sayAnswer('between', { changes });
  else if (changes.length === 0) printOut(messageOf('history.nothing-differs'));
  else await printLong(() => changesText(changes));
  return 0;
}

function changesText(changes: readonly MovedExtension[]): string {
  return formatTable(
    [
      { head: messageOf('cli.column-name'), isWhole: true },
      { head: messageOf('cli.column-class'), isWhole: true },
      { head: messageOf('history.column-before') },
      { head: messageOf('history.column-after') },
    ],
    changes.map(({ name, class: extensionClass, before, after }) => [
      name,
      extensionClass,
      sideText(before),
      sideText(after),
    ]),
  );
}
