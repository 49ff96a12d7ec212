/** What the runner of jobs does for others. */

import type { VeneerError } from '../../shared/model/errors.ts';
import type { Job, JobKind } from '../../shared/model/job.ts';
import type { JobOrder } from './order.ts';

export interface JobRunner {
  /**
   * Starts a job, or puts it into its lane.
   *
   * @param busy thrown where one of the same key goes on
   */
  start<Result>(order: JobOrder<Result>, busy?: VeneerError): Job;
  /**
   * Waits for the job of that key, which is started where none goes on. It is stopped once nobody waits any more.
   *
   * @throws what the job throws; {VeneerError} `cancelled` where `signal` aborts first
   */
  join<Result>(order: JobOrder<Result>, signal: AbortSignal | null): Promise<Result>;
  find(id: string): Job | null;
  /** All that are known, the oldest first. */
  list(): readonly Job[];
  /** Those that run or wait for their turn, of these kinds or of any. */
  goingOn(...kinds: JobKind[]): readonly Job[];
  /** The list, and again after every change, until the signal aborts. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<readonly Job[]>;
  /** One job now and after every change of it or its details, until it ended or is forgotten. */
  follow(id: string, signal: AbortSignal | undefined): AsyncGenerator<Job>;
  /** At once, and after every change of a job of that kind. */
  changes(kind: JobKind, signal: AbortSignal | undefined): AsyncGenerator<void>;
  /** Asks a job to stop; one that is kept is forgotten. @returns whether there was anything to stop */
  cancel(id: string): boolean;
  /** Of one that is kept. */
  pause(id: string): void;
  /** Of one that is kept: it goes on, also after it failed. */
  resume(id: string): void;
  /** Resolves once none of these kinds, or none at all, goes on. */
  idle(...kinds: JobKind[]): Promise<void>;
  /** From here on none is started; what is kept stands as it is. */
  close(): void;
}
