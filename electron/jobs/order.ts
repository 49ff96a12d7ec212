/** What a room orders of the job runner, and what its work may say while it runs. */
import type { Message } from '../../shared/messages/message.ts';
import type { Job, JobKind, JobState } from '../../shared/model/job.ts';

/** Jobs of one lane that wait for their turn. */
export interface Lane {
  readonly name: string;
  /** How many of them run at most. */
  readonly atOnce: number;
  /** Whose turn it is: a free place goes to the one of whom the fewest run. */
  readonly turn: string;
}

/** One that is known until it is forgotten, whatever came of it, and that can be paused and taken up again. */
export interface Keeping {
  /** How it stands at first: what was kept by an earlier start may be paused, or have ended. */
  readonly state: Exclude<JobState, 'running' | 'retrying'>;
  readonly result: Message | null;
  /** Called once it is forgotten and nothing of it runs any more. */
  forgotten(): void;
}

export interface JobOrder<Result> {
  /** A new one unless given. */
  readonly id?: string;
  readonly kind: JobKind;
  readonly host: string | null;
  readonly title: Message;
  /** Of one key only one job goes on. */
  readonly key?: string;
  /** Starts at once without one. */
  readonly lane?: Lane;
  readonly keeping?: Keeping;
  /** Called after every change of the state, before anybody who watches is told. */
  changed?(job: Job): void;
  /** Does it. What it throws ends this job alone, as `cancelled` where that is its code. */
  run(handle: JobHandle): Promise<Result>;
}

/** What a job may say of itself while it runs. */
export type JobNews = Partial<Pick<Job, 'progress' | 'speed' | 'error' | 'result'>> & {
  readonly state?: 'running' | 'retrying';
};

export interface JobHandle {
  readonly id: string;
  /** Aborts where it is to stop: it was cancelled or paused, or all who waited for it went. */
  readonly signal: AbortSignal;
  /**
   * Tells what is new, or with nothing that its details are.
   *
   * @param pace `soon` for progress, of which nobody hears more than ten times a second
   */
  tell(news: JobNews, pace?: 'at once' | 'soon'): void;
}
