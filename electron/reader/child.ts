/**
 * The guarded process: bytes that are not ours are parsed here, and nowhere else. It asks no server: the bytes of a remote
 * image it gets from its keeper (`guard.ts`), files of this machine it opens itself (`local-child.ts`). Either keeper
 * ends it when it takes too much.
 */
import { isOutOfMemory } from '../images/out-of-memory.ts';
import { checkRange, type RandomAccess } from '../images/source.ts';
import { ImageError } from '../images/tree.ts';
import { answerQuestion } from './answer.ts';
import { createLocalAnswers } from './local-child.ts';
import type { FromChild, ToChild } from './protocol.ts';

if (process.send === undefined) throw new Error('this file is a part of Veneer, not a program');

const sendMessage = (message: FromChild) => void process.send?.(message);

interface Waiting {
  settle(bytes: Buffer): void;
  fail(error: Error): void;
}

/** The source itself failed, as a server may; its keeper knows how and tells it. */
class SourceError extends Error {
  override readonly name = 'SourceError';
}

const local = createLocalAnswers(sendMessage);
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
      sendMessage({ type: 'need', id, offset, length });
    });
  },
  close: () => {},
});

process.on('message', (message: ToChild) => {
  if (message.type === 'ask') {
    answerQuestion(message.question, sourceOf(message.size))
      .then((found) => sendMessage({ type: 'answer', answer: found }))
      .catch((error: unknown) => sendMessage(isOutOfMemory(error) ? { type: 'too-much' } : failedMessage(error)));
    return;
  }
  if (message.type !== 'bytes' && message.type !== 'no-bytes') return local(message);
  const one = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.type === 'bytes') {
    const { buffer, byteOffset, byteLength } = message.bytes;
    one?.settle(Buffer.from(buffer, byteOffset, byteLength));
  } else one?.fail(message.of === 'image' ? new ImageError('unsupported', message.message) : new SourceError());
});

const failedMessage = (error: unknown): FromChild => ({
  type: 'failed',
  detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
});

// Who asked is gone.
process.on('disconnect', () => process.exit(0));
sendMessage({ type: 'ready' });
