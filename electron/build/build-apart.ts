/** Starts a process for each build: what comes and is unpacked there can end that one alone, and nothing of ours. */
import { dirname } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { requestEnvironment } from '../http/request-environment.ts';
import { longAnswer } from '../reader/long-answer.ts';
import { type GuardLimits, type LimitedProcess, type NodeProgram, startLimited } from '../reader/process.ts';
import type { BuildOrder, FromBuilder, ToBuilder } from './build-order.ts';

/**
 * A choice: packing takes 300 MiB at most (`npm run bench:build`), and what the programs take that a build starts counts for
 * each of them alone. A file of it may be as long as all that one archive may hold (`archive.ts`).
 */
export const BUILD_LIMITS: GuardLimits = {
  memory: 1024 * 2 ** 20,
  timeMs: 60_000,
  fileBytes: 8 * 2 ** 30 + 64 * 2 ** 20,
  isRenewed: true,
  leadsGroup: true,
};

/** For what is being done to be cleared away; then it is killed. */
const STOP_MS = 3000;

/** Where programs are found that unpack and sign, and what they have of the person. */
const FOR_PROGRAMS = ['PATH', 'HOME', 'GNUPGHOME', 'XDG_RUNTIME_DIR'];

/**
 * As `buildImage`, in a process of its own.
 *
 * @param program the built `builder.ts`
 * @param onFetch told before a server is asked for another source
 * @throws {VeneerError} what `buildImage` throws; `too-large` where it takes more than it may, `cancelled`
 */
export async function buildApart(
  program: NodeProgram,
  order: BuildOrder,
  onFetch: () => void,
  signal: AbortSignal,
): Promise<void> {
  const builder: LimitedProcess<ToBuilder, FromBuilder> = await startLimited(
    program,
    BUILD_LIMITS,
    // What is unpacked goes with the image where the process was killed.
    { ...requestEnvironment(FOR_PROGRAMS), TMPDIR: dirname(order.image) },
  );
  const endBuilder = () => builder.kill();
  // A program that it waits for may not hear it.
  const endSoon = () => void setTimeout(endBuilder, STOP_MS).unref();
  signal.addEventListener('abort', endSoon, { once: true });
  try {
    await longAnswer(
      builder,
      { type: 'start', order },
      { type: 'stop' },
      {
        timeMs: BUILD_LIMITS.timeMs,
        signal,
        tookTooMuch: () => new VeneerError('too-large', messageOf('build.ended-early')),
        hear(said) {
          if (said.type === 'failed') throw VeneerError.of(said.report);
          if (said.type === 'fetching') onFetch();
          return said.type === 'done' ? { result: null } : null;
        },
      },
    );
  } finally {
    signal.removeEventListener('abort', endSoon);
    endBuilder();
  }
}
