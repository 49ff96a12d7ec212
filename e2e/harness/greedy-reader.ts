/**
 * A guarded process that misbehaves as a reader would on the worst bytes: what it does stands in the first ones of the
 * source. It is a process of its own like the real one, under the same limits.
 */
import type { FromChild, ToChild } from '../../electron/reader/protocol.ts';
import { verdict } from '../../shared/compatibility.ts';

const say = (message: FromChild) => void process.send?.(message);
const kept: unknown[] = [];

process.on('message', (message: ToChild) => {
  if (message.type === 'ask') return say({ type: 'need', id: 1, offset: 0, length: 8 });
  if (message.type === 'no-bytes') return say({ type: 'answer', answer: { unreadable: message.message } });
  switch (Buffer.from(message.bytes).toString('latin1').trim()) {
    case 'hang':
      for (;;) kept.length = 0;
    case 'buffers':
      for (;;) kept.push(Buffer.alloc(16 * 2 ** 20, 1));
    case 'objects':
      for (;;) kept.push(Array.from({ length: 1000 }, (_, at) => ({ at })));
    case 'keep':
      // Within the limit alone, but not twice.
      kept.push(Buffer.alloc(160 * 2 ** 20, 1));
  }
  say({ type: 'answer', answer: { verdict: verdict(true, 'any-os', `${process.pid}`) } });
});
process.on('disconnect', () => process.exit(0));
say({ type: 'ready' });
