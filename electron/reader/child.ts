/**
 * The guarded process: bytes that are not ours are parsed here, and nowhere else. It opens no file and asks no server;
 * what it reads it gets from its keeper (`guard.ts`), who ends it when it takes too much.
 */
import { checkRange, type RandomAccess } from '../images/source.ts';
import { ImageError } from '../images/tree.ts';
import { answer } from './answer.ts';
import type { FromChild, ToChild } from './protocol.ts';

if (process.send === undefined) throw new Error('this file is a part of Veneer, not a program');

const say = (message: FromChild) => void process.send?.(message);

interface Waiting {
  settle(bytes: Buffer): void;
  fail(error: Error): void;
}

/** The source itself failed, as a server may; its keeper knows how and tells it. */
class SourceError extends Error {
  override readonly name = 'SourceError';
}

const waiting = new Map<number, Waiting>();
let nextId = 1;

const sourceOf = (size: number): RandomAccess => ({
  size,
  async read(offset, length) {
    checkRange(size, offset, length);
    if (length === 0) return Buffer.alloc(0);
    const id = nextId++;
    return new Promise((settle, fail) => {
      waiting.set(id, { settle, fail });
      say({ type: 'need', id, offset, length });
    });
  },
  close: () => {},
});

process.on('message', (message: ToChild) => {
  if (message.type === 'ask') {
    answer(message.question, sourceOf(message.size))
      .then((found) => say({ type: 'answer', answer: found }))
      .catch((error: unknown) => say(isOutOfMemory(error) ? { type: 'too-much' } : failed(error)));
    return;
  }
  const one = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.type === 'bytes') {
    const { buffer, byteOffset, byteLength } = message.bytes;
    one?.settle(Buffer.from(buffer, byteOffset, byteLength));
  } else one?.fail(message.of === 'image' ? new ImageError('unsupported', message.message) : new SourceError());
});

const failed = (error: unknown): FromChild => ({
  type: 'failed',
  detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
});

/** How Node says that a buffer or a long string was not given, where it does not end the process. */
function isOutOfMemory(error: unknown): boolean {
  const { code = '' } = error as { code?: string };
  return error instanceof RangeError || code === 'ERR_MEMORY_ALLOCATION_FAILED' || code === 'ERR_STRING_TOO_LONG';
}

// Who asked is gone.
process.on('disconnect', () => process.exit(0));
say({ type: 'ready' });
