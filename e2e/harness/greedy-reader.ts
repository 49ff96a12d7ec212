/**
 * A guarded process that misbehaves as a reader would on the worst bytes: of a source, what it does stands in the first ones;
 * of a file of this machine, its name begins with it (`hang-x.raw`), unless NAME.calm stands beside, and NAME.begun tells
 * where it hangs; of a list, it is its first word. It is a process of its own like the real one, under the
 * same limits, and reads everything else as that does.
 */

import { existsSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { ListText } from '../../electron/lists/text-reader.ts';
import { createLocalAnswers } from '../../electron/reader/local-child.ts';
import type { Argument } from '../../electron/reader/local-protocol.ts';
import type { FromChild, ToChild } from '../../electron/reader/protocol.ts';
import { foreignText } from '../../shared/messages/message.ts';
import { makeVerdict } from '../../shared/systemd/compatibility.ts';

const say = (message: FromChild) => void process.send?.(message);
const kept: unknown[] = [];

function misbehave(how: string): void {
  switch (how) {
    case 'hang':
      for (;;) kept.length = 0;
    case 'buffers':
      for (;;) kept.push(Buffer.alloc(16 * 2 ** 20, 1));
    case 'objects':
      for (;;) kept.push(Array.from({ length: 1000 }, (_, at) => ({ at })));
    case 'keep':
      // Within the 256 MiB that it may have on top alone, but not twice.
      kept.push(Buffer.alloc(140 * 2 ** 20, 1));
  }
}

function firstWordOf(text: Argument | undefined): string {
  const { list } = (text as { readonly value: ListText }).value;
  return list.toString('latin1').split(/\s/, 1)[0] ?? '';
}

const local = createLocalAnswers((message) => {
  say(message);
  if (message.type !== 'enter') return;
  const { path } = message.entry;
  if (existsSync(`${path}.calm`)) return;
  const [how = ''] = basename(path).split('-', 1);
  if (how === 'hang') writeFileSync(`${path}.begun`, '');
  misbehave(how);
});

process.on('message', (message: ToChild) => {
  switch (message.type) {
    case 'ask':
      return say({ type: 'need', id: 1, offset: 0, length: 8 });
    case 'no-bytes':
      return say({ type: 'answer', answer: { unreadable: message.message } });
    case 'bytes':
      misbehave(Buffer.from(message.bytes).toString('latin1').trim());
      return say({
        type: 'answer',
        answer: {
          verdict: makeVerdict(true, 'any-os', foreignText(`${process.pid}`)),
          class: null,
          inside: null,
          description: null,
          units: [],
          programs: [],
        },
      });
    case 'ask-local':
      if (message.name === 'listReleases') misbehave(firstWordOf(message.args[0]));
      return local(message);
    default:
      return local(message);
  }
});
process.on('disconnect', () => process.exit(0));
say({ type: 'ready' });
