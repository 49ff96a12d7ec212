/** The mirror of everything long that the core does, whichever window asked for it. */
import type { Job, JobState } from '../../shared/model/job.ts';
import type { Client } from '../bridge.ts';
import { native } from '../native.ts';
import type { OperationSlice } from './operation-slice.ts';
import type { ShownHost } from './shown-host.ts';
import type { Get, SetPart } from './slice.ts';

export interface JobSlice {
  /** What goes on and what of it ended lately, the oldest first. */
  readonly jobs: readonly Job[];
  watchJobs(): Promise<void>;
  stopJob(id: string): Promise<void>;
}

const GOES_ON: ReadonlySet<JobState> = new Set(['waiting', 'running', 'retrying']);

export const goesOn = ({ state }: Job): boolean => GOES_ON.has(state);

/** The part of all that goes on that is done, from 0 to 1; null where none of it can tell. */
export function partOf(jobs: readonly Job[]): number | null {
  const parts = jobs.filter(goesOn).flatMap(({ progress }) => progress ?? []);
  return parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0) / parts.length;
}

export function createJobSlice(
  set: SetPart<JobSlice>,
  get: Get<JobSlice & Pick<OperationSlice, 'follow' | 'fail'> & ShownHost>,
  client: () => Client,
): JobSlice {
  let inTaskBar = -1;

  function tellTaskBar(jobs: readonly Job[]): void {
    const part = partOf(jobs) ?? -1;
    const shown = part < 0 ? -1 : Math.round(part * 100) / 100;
    if (shown !== inTaskBar) native?.setProgress(shown);
    inTaskBar = shown;
  }

  /** What another window or program applies to the host that is shown is followed here as well. */
  function followApplying(jobs: readonly Job[]): void {
    const { host } = get();
    for (const { id } of jobs.filter((one) => one.kind === 'apply' && one.host === host && goesOn(one)))
      get().follow(id).catch(get().fail);
  }

  return {
    jobs: [],
    async watchJobs() {
      for await (const jobs of await client().jobs.watch()) {
        set({ jobs });
        tellTaskBar(jobs);
        followApplying(jobs);
      }
    },
    async stopJob(id) {
      try {
        await client().jobs.cancel({ id });
      } catch (error) {
        get().fail(error);
      }
    },
  };
}
