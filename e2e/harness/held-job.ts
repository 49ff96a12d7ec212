/** Work for the runner of jobs that goes on until a test lets it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobRunner } from '../../electron/jobs/job-runner.ts';
import type { JobHandle, JobOrder } from '../../electron/jobs/order.ts';
import { foreignText } from '../../shared/messages/message.ts';
import type { VeneerError } from '../../shared/model/errors.ts';

type Change<Result> = Partial<Omit<JobOrder<Result>, 'title'>> & { readonly title?: string };

/** Work that goes on until it is let, or is stopped. */
export function held<Result = string>({ title = 'work', ...change }: Change<Result> = {}) {
  const handles: JobHandle[] = [];
  let settle: (result: Result) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const order: JobOrder<Result> = {
    kind: 'check',
    host: null,
    title: foreignText(title),
    run(handle) {
      handles.push(handle);
      return new Promise((resolve, reject) => {
        settle = resolve;
        fail = reject;
        handle.signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
    },
    ...change,
  };
  return { order, handles, settle: (result: Result) => settle(result), fail: (error: unknown) => fail(error) };
}

/** Title and state of all, in order. */
export const states = (jobs: JobRunner) => jobs.list().map(({ title, state }) => `${title.text} ${state}`);
/** The code that it failed with; null where it did not. */
export const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: VeneerError) => error.code,
  );
/** What was promised and nobody waits for happens meanwhile. */
export const turn = () => sleep(0);
