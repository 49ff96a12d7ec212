/** What comes from a host, taken apart in order, with a bound on all of it. */
import type { Readable } from 'node:stream';

/** It ended, or went over a bound, before what was waited for had come. */
export class StreamProblem extends Error {
  override readonly name = 'StreamProblem';
  readonly kind: 'ended' | 'too-large' | 'garbage';

  constructor(kind: StreamProblem['kind']) {
    super(kind);
    this.kind = kind;
  }
}

export interface ByteStream {
  /** Up to the next zero byte, which is taken too. @throws {StreamProblem} */
  untilZero(most: number): Promise<Buffer>;
  /** Exactly so many. @throws {StreamProblem} */
  exactly(length: number): Promise<Buffer>;
  /** Passes over everything up to and with `word`. @throws {StreamProblem} `garbage` where it is not among the first `most` bytes */
  past(word: Buffer, most: number): Promise<void>;
  /** What may still come from here on, in bytes. */
  allow(bytes: number): void;
  /** Makes whoever waits fail. */
  fail(error: Error): void;
}

/** @param heard called whenever something comes */
export function createByteStream(source: Readable, heard: () => void): ByteStream {
  let chunks: Buffer[] = [];
  let held = 0;
  let left = 0;
  let failure: Error | null = null;
  let wake = () => {};

  const failWith = (error: Error) => {
    failure ??= error;
    wake();
  };
  source.on('data', (chunk: Buffer) => {
    heard();
    left -= chunk.length;
    if (left < 0) {
      source.pause();
      return failWith(new StreamProblem('too-large'));
    }
    chunks.push(chunk);
    held += chunk.length;
    wake();
  });
  source.on('end', () => failWith(new StreamProblem('ended')));
  source.on('error', failWith);

  function whole(): Buffer {
    const [only] = chunks;
    if (chunks.length !== 1 || only === undefined) chunks = [Buffer.concat(chunks)];
    return chunks[0] as Buffer;
  }

  function take(length: number): Buffer {
    const all = whole();
    chunks = [all.subarray(length)];
    held -= length;
    return all.subarray(0, length);
  }

  async function more(): Promise<void> {
    const before = held;
    while (held === before) {
      if (failure !== null) throw failure;
      await new Promise<void>((settle) => {
        wake = settle;
      });
    }
  }

  /** @returns where `word` begins */
  async function find(word: Buffer, most: number): Promise<number> {
    for (let from = 0; ; ) {
      const all = whole();
      const at = all.indexOf(word, from);
      if (at >= 0 && at <= most) return at;
      if (at >= 0 || all.length > most + word.length) throw new StreamProblem('garbage');
      from = Math.max(0, all.length - word.length + 1);
      await more();
    }
  }

  return {
    async untilZero(most) {
      const at = await find(ZERO, most);
      return take(at + 1).subarray(0, at);
    },
    async exactly(length) {
      while (held < length) await more();
      return Buffer.from(take(length));
    },
    async past(word, most) {
      take((await find(word, most)) + word.length);
    },
    allow(bytes) {
      left = bytes;
    },
    fail: failWith,
  };
}

const ZERO = Buffer.of(0);
