/**
 * The second layer around the readers of images (the first are their own bounds): bytes that are not ours are parsed in a
 * child process. The system limits its memory, a clock out here its time; past either it is killed, which is told of
 * that image alone, and the next one gets another process. A thread is not enough: what buffers and long strings take is
 * not counted there, and its heap failure ends the process.
 */
import type { RandomAccess } from '../images/source.ts';
import { ImageError } from '../images/tree.ts';
import { DEFAULT_LIMITS, type GuardLimits, type NodeProgram, startLimited } from './process.ts';
import type { AnswerTo, FromChild, Question, ReaderProcess } from './protocol.ts';

/** It went past the limits; asking again would do the same. */
export class TookTooMuch extends Error {
  override readonly name = 'TookTooMuch';
}

export interface Guard {
  /**
   * Asks about the bytes of a source, which is read here and closed.
   *
   * @throws {TookTooMuch} and what the source throws; where `signal` aborts, its reason
   */
  ask<Q extends Question>(question: Q, source: RandomAccess, signal: AbortSignal | null): Promise<AnswerTo<Q>>;
  /** Ends its processes; what is asked then fails. */
  close(): void;
}

/** So many images are read at once; each waits mostly for its server. */
const AT_ONCE = 4;
const IDLE_MS = 5000;

export function createGuard(program: NodeProgram, limits: GuardLimits = DEFAULT_LIMITS): Guard {
  const idle = new Set<ReaderProcess>();
  const all = new Set<ReaderProcess>();
  const worked = new WeakSet<ReaderProcess>();
  const queue: (() => void)[] = [];
  let busy = 0;
  let isClosed = false;
  let resting: NodeJS.Timeout | null = null;

  async function untilTurn(): Promise<void> {
    if (busy >= AT_ONCE) await new Promise<void>((settle) => queue.push(settle));
    busy++;
  }

  function giveTurn(): void {
    busy--;
    queue.shift()?.();
    if (busy > 0) return;
    if (resting !== null) clearTimeout(resting);
    resting = setTimeout(closeReaders, IDLE_MS).unref();
  }

  function closeReaders(): void {
    if (resting !== null) clearTimeout(resting);
    resting = null;
    for (const one of all) one.kill();
    all.clear();
    idle.clear();
  }

  async function takeReader(isFresh: boolean): Promise<ReaderProcess> {
    const [known] = isFresh ? [] : idle;
    if (known !== undefined) {
      idle.delete(known);
      return known;
    }
    if (isClosed) throw closedError();
    const started: ReaderProcess = await startLimited(program, limits);
    if (isClosed) {
      started.kill();
      throw closedError();
    }
    all.add(started);
    return started;
  }

  /** Asks one process. @returns null where one that had read other images before ended, which may be due to those */
  async function askOne(
    question: Question,
    source: RandomAccess,
    signal: AbortSignal | null,
    isFresh: boolean,
  ): Promise<AnswerTo<Question> | null> {
    const reader = await takeReader(isFresh);
    const hasWorked = worked.has(reader);
    worked.add(reader);
    try {
      const answer = await converseWith(reader, question, source, limits, signal);
      idle.add(reader);
      return answer;
    } catch (error) {
      reader.kill();
      all.delete(reader);
      if (error instanceof TookTooMuch && hasWorked) return null;
      throw error;
    }
  }

  return {
    async ask<Q extends Question>(question: Q, source: RandomAccess, signal: AbortSignal | null) {
      await untilTurn();
      try {
        signal?.throwIfAborted();
        const answer =
          (await askOne(question, source, signal, false)) ?? (await askOne(question, source, signal, true));
        return answer as AnswerTo<Q>;
      } finally {
        source.close();
        giveTurn();
      }
    },
    close() {
      isClosed = true;
      closeReaders();
    },
  };
}

const closedError = () => new Error('the reader of images was closed');

/** One question and its answer; the clock stands while bytes are on their way to the process. */
function converseWith(
  reader: ReaderProcess,
  question: Question,
  source: RandomAccess,
  { timeMs }: GuardLimits,
  signal: AbortSignal | null,
): Promise<AnswerTo<Question>> {
  return new Promise((settle, fail) => {
    let left = timeMs;
    let since = 0;
    let timer: NodeJS.Timeout | null = null;
    let wanted = 0;
    let isOver = false;
    const startClock = () => {
      since = performance.now();
      timer = setTimeout(() => endWith(() => fail(new TookTooMuch())), left);
    };
    const stopClock = () => {
      if (timer === null) return;
      clearTimeout(timer);
      timer = null;
      left = Math.max(0, left - (performance.now() - since));
    };
    const failAsAborted = () => endWith(() => fail(signal?.reason));
    const endWith = (how: () => void) => {
      // Bytes that come late, or fail late, are not to end what the process is asked next.
      if (isOver) return;
      isOver = true;
      stopClock();
      reader.listen(null);
      signal?.removeEventListener('abort', failAsAborted);
      how();
    };

    async function giveBytes(id: number, offset: number, length: number): Promise<void> {
      if (wanted++ === 0) stopClock();
      try {
        const bytes = await source.read(offset, length);
        reader.send({ type: 'bytes', id, bytes });
      } catch (error) {
        // What a server did is told as it is; what the bytes are is for the reader to judge.
        if (!(error instanceof ImageError)) return endWith(() => fail(error));
        reader.send({ type: 'no-bytes', id, of: 'image', message: error.message });
      } finally {
        if (--wanted === 0 && !isOver) startClock();
      }
    }

    reader.listen((message: FromChild | 'ended') => {
      if (message === 'ended') return endWith(() => fail(new TookTooMuch()));
      switch (message.type) {
        case 'need':
          giveBytes(message.id, message.offset, message.length).catch((error: unknown) => endWith(() => fail(error)));
          return;
        case 'answer':
          return endWith(() => settle(message.answer));
        case 'too-much':
          return endWith(() => fail(new TookTooMuch()));
        case 'failed':
          return endWith(() => fail(new Error(message.detail)));
        case 'ready':
          return;
      }
    });
    // Stopped while the process was started.
    if (signal?.aborted === true) return failAsAborted();
    signal?.addEventListener('abort', failAsAborted, { once: true });
    startClock();
    reader.send({ type: 'ask', question, size: source.size });
  });
}
