/** A job that somebody looks at while it runs: where they look away, it ends. */

import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { JobRunner } from './job-runner.ts';
import type { JobHandle, JobOrder } from './order.ts';

type StreamOrder<Part> = Omit<JobOrder<void>, 'run'> & { run(handle: JobHandle): AsyncIterable<Part> };

/** @throws what `run` throws; {VeneerError} `cancelled` where the job or `signal` is stopped */
export async function* streamJob<Part>(
  jobs: Pick<JobRunner, 'join'>,
  { run: parts, ...order }: StreamOrder<Part>,
  signal: AbortSignal | null,
): AsyncGenerator<Part> {
  const stoppedError = () => new VeneerError('cancelled', messageOf('common.it-was-stopped'));
  let open: (handle: JobHandle) => void = () => {};
  const opened = new Promise<JobHandle>((settle) => {
    open = settle;
  });
  let finish: (problem: unknown) => void = () => {};
  const over = new Promise<void>((settle, fail) => {
    finish = (problem) => (problem === null ? settle() : fail(problem));
  });
  const run = (handle: JobHandle) => {
    open(handle);
    return over;
  };
  const job = jobs.join({ ...order, run }, signal);
  // Who looks on gets the same error.
  job.catch(() => {});
  const never = job.then((): never => {
    throw stoppedError();
  });
  let problem: unknown = stoppedError();
  try {
    const handle = await Promise.race([opened, never]);
    try {
      yield* parts(handle);
      problem = null;
    } catch (error) {
      problem = handle.signal.aborted && !(error instanceof VeneerError) ? stoppedError() : error;
      throw problem;
    }
  } finally {
    finish(problem);
  }
}
