/** Which extension brings a file or unit, and whose is seen. */
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { ERROR_CODES } from '../../shared/model/errors.ts';
import type { FindPart, Standing } from '../../shared/model/find.ts';
import { findFiles } from '../extensions/find/find-files.ts';
import { readSystem } from '../extensions/system.ts';
import { formatTable } from './format-table.ts';
import type { Invocation } from './invocation.ts';
import { targetOf } from './target.ts';
import { printOut, sayAnswer, tellNote } from './terminal.ts';

const MOST = 10_000;

export async function runWhich(invocation: Invocation): Promise<number> {
  const [text = ''] = invocation.operands;
  const target = targetOf(invocation);
  const system = await readSystem(target, null);
  const { class: wanted } = invocation;
  const extensions = system.extensions.filter((one) => wanted === null || one.class === wanted);
  const query = { text, isExact: true, sitting: 0, most: MOST };
  let found: FindPart | null = null;
  for await (const part of findFiles(target, { ...system, extensions }, query, null)) found = part;
  if (found === null) throw new Error('nothing was answered');
  const { files, more, asked, unread } = found;
  if (invocation.json) sayAnswer('which', { files, more, asked, unread });
  else {
    printFound(text, found);
    const failing = new Set(files.map((one) => one.class));
    for (const one of failing)
      for (const { message } of system.predicted[one]?.fails.slice(0, 1) ?? [])
        tellNote(messageOf('cli.every-merge-fails-for-now', { reason: message }));
  }
  return files.length > 0 ? 0 : ERROR_CODES['not-found'].exitCode;
}

function printFound(text: string, { files, more, asked, unread }: FindPart): void {
  const inBase = asked.filter(({ base }) => base === true).map(({ path }) => path);
  if (files.length > 0) {
    const rows = files.map(({ path, extension, now, next }) => [path, extension, wordOf(now), wordOf(next)]);
    const heads = ['cli.column-path', 'cli.column-extension', 'cli.column-now', 'cli.column-next-merge'] as const;
    printOut(
      formatTable(
        heads.map((id) => ({ head: messageOf(id) })),
        rows,
      ),
    );
    for (const path of inBase) printOut(messageOf('cli.base-has-it-too', { path }));
  } else {
    printOut(
      messageOf(unread.length > 0 ? 'cli.no-readable-extension-brings' : 'cli.no-extension-brings', { path: text }),
    );
    for (const path of inBase) printOut(messageOf('cli.base-has', { path }));
  }
  for (const { path, base } of asked) if (base === null) tellNote(messageOf('cli.base-cannot-be-told-of', { path }));
  if (more) tellNote(messageOf('extension.there-is-more-than-is-listed'));
  for (const { name, problem } of unread) tellNote(messageOf('cli.about', { name, what: problem }));
}

function wordOf({ is, by }: Standing): Message {
  switch (is) {
    case 'seen':
      return messageOf('cli.standing-seen');
    case 'hidden':
      return messageOf('cli.standing-hidden', { name: by ?? '' });
    case 'out':
      return messageOf('cli.standing-out');
    case 'unknown':
      return messageOf('cli.unknown');
  }
}
