/**
 * One guarded process that answers one question after the other about files of this machine. It says which entry it opens, so
 * that one is told when it goes past a limit; the next question gets another process.
 */
import type { OpenedEntry } from '../extensions/gate.ts';
import type { Reply, ToLocalChild } from './local-protocol.ts';
import { type GuardLimits, type NodeProgram, startLimited } from './process.ts';
import type { FromChild, ReaderProcess } from './protocol.ts';

/** It went past a limit and was ended. */
export class Overrun extends Error {
  override readonly name = 'Overrun';
  readonly why: 'time' | 'memory';
  /** The one that it was reading; null where it was at none. */
  readonly entry: OpenedEntry | null;

  constructor(why: 'time' | 'memory', entry: OpenedEntry | null) {
    super(`reading ${entry?.path ?? 'the host'} took more ${why} than it may`);
    this.why = why;
    this.entry = entry;
  }
}

export interface Lane {
  /**
   * Says something once it is its turn, and waits for the reply. Where `signal` aborts, the caller goes on at once, and what
   * does not stop by itself soon is ended.
   *
   * @param make what to say to this process
   * @throws {Overrun} and the signal's reason
   */
  turn(make: (process: ReaderProcess) => ToLocalChild, signal: AbortSignal | null): Promise<Reply>;
  /** Says something that nobody answers, where a process is there. */
  tell(message: ToLocalChild): void;
  close(): void;
}

export interface LaneLimits extends GuardLimits {
  /** Its process ends when nothing was asked for so long; it is kept unless given. */
  readonly idleMs?: number;
}

const LOOK_MS = 100;
/** Where others have the processor too, it goes by this much slower; what waits for a dead server is ended then as well. */
const BUSY = 20;
/** What is made of all that was read takes longer on a host of thousands, and parses nothing. */
const WITHOUT_ENTRY = 10;
/** What works on for so long after it was told to stop, is ended. */
const STOP_MS = 500;

/** @param greet is said to each process first */
export function createLane(program: NodeProgram, limits: LaneLimits, greet: () => ToLocalChild): Lane {
  let current: { readonly process: ReaderProcess; readonly open: OpenedEntry[] } | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  let resting: NodeJS.Timeout | null = null;

  function endNow(): void {
    current?.process.kill();
    current = null;
  }

  async function takeProcess() {
    if (current?.process.hasEnded() === false) return current;
    if (isClosed) throw closedError();
    const process: ReaderProcess = await startLimited(program, limits);
    if (isClosed) {
      process.kill();
      throw closedError();
    }
    process.send(greet());
    current = { process, open: [] };
    return current;
  }

  async function runQuestion(
    make: (process: ReaderProcess) => ToLocalChild,
    signal: AbortSignal | null,
  ): Promise<Reply> {
    signal?.throwIfAborted();
    if (resting !== null) clearTimeout(resting);
    const { process, open } = await takeProcess();
    // What `make` notes as said must be said.
    signal?.throwIfAborted();
    try {
      return await converseWith(process, open, make(process), limits.timeMs, signal);
    } catch (error) {
      if (error instanceof Overrun || signal?.aborted === true) endNow();
      throw error;
    } finally {
      if (limits.idleMs !== undefined) resting = setTimeout(endNow, limits.idleMs).unref();
    }
  }

  return {
    turn(make, signal) {
      const mine = last.then(() => runQuestion(make, signal));
      last = mine.catch(() => {});
      return orAborted(mine, signal);
    },
    tell: (message) => current?.process.send(message),
    close() {
      isClosed = true;
      if (resting !== null) clearTimeout(resting);
      endNow();
    },
  };
}

const closedError = () => new Error('the reader of this machine was closed');

function orAborted<T>(work: Promise<T>, signal: AbortSignal | null): Promise<T> {
  if (signal === null) return work;
  return new Promise((settle, fail) => {
    const abort = () => fail(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(settle, fail).finally(() => signal.removeEventListener('abort', abort));
  });
}

interface Reading {
  /** Milliseconds of the process's own work. */
  readonly cpu: number;
  readonly at: number;
}

const isOver = (since: Reading, now: Reading, mostMs: number): boolean =>
  now.cpu - since.cpu > mostMs || now.at - since.at > mostMs * BUSY;

/** One question, or one more part. @param open what the process has open, kept from turn to turn */
function converseWith(
  process: ReaderProcess,
  open: OpenedEntry[],
  message: ToLocalChild,
  timeMs: number,
  signal: AbortSignal | null,
): Promise<Reply> {
  // What another question left open is not being read now.
  if (message.type === 'ask-local') open.length = 0;
  return new Promise((settle, fail) => {
    const readClocks = () => ({ cpu: process.cpuMs(), at: performance.now() });
    let heard = false;
    let since: Reading = readClocks();
    let stopped: Reading | null = null;
    // Its own work counts, whatever others do on this machine; a sign of life begins the count anew.
    const clock = setInterval(() => {
      const now = readClocks();
      if (heard) since = now;
      heard = false;
      const most = open.length > 0 ? timeMs : timeMs * WITHOUT_ENTRY;
      if (stopped !== null && isOver(stopped, now, STOP_MS)) endLane(() => fail(signal?.reason));
      else if (isOver(since, now, most)) endLane(() => fail(new Overrun('time', open.at(-1) ?? null)));
    }, LOOK_MS);
    const endLane = (how: () => void) => {
      clearInterval(clock);
      signal?.removeEventListener('abort', stop);
      process.listen(null);
      how();
    };
    const stop = () => {
      if ('id' in message) process.send({ type: 'stop', id: message.id });
      stopped = readClocks();
    };

    process.listen((said: FromChild | 'ended') => {
      if (said === 'ended') {
        return endLane(() => fail(stopped !== null ? signal?.reason : new Overrun('memory', open.at(-1) ?? null)));
      }
      heard = true;
      switch (said.type) {
        case 'enter':
          open.push(said.entry);
          return;
        case 'leave': {
          const at = open.findLastIndex(({ key }) => key === said.entry.key);
          if (at >= 0) open.splice(at, 1);
          return;
        }
        case 'exhausted':
          return endLane(() => fail(new Overrun('memory', open.at(-1) ?? null)));
        case 'found':
        case 'part':
        case 'end':
        case 'not-answered':
          // The rest of a question that was stopped before may still come.
          if ('id' in message && said.id === message.id) endLane(() => settle(said));
      }
    });
    if (signal?.aborted === true) return endLane(() => fail(signal.reason));
    signal?.addEventListener('abort', stop, { once: true });
    process.send(message);
  });
}
