/** Who of those that wait in a lane comes next. */
import type { Job } from '../../shared/model/job.ts';
import type { JobOrder } from './order.ts';

interface Queued {
  readonly job: Pick<Job, 'state'>;
  readonly order: Pick<JobOrder<unknown>, 'lane'>;
  /** Set while something of it runs. */
  readonly stop: AbortController | null;
}

/** Of those whose turn has the fewest running, the one that waited longest; null where no lane has both room and a job. */
export function nextInLanes<One extends Queued>(all: readonly One[]): One | null {
  const running = all.filter(({ stop }) => stop !== null);
  const beside = ({ order: { lane } }: One) => running.filter(({ order }) => order.lane?.name === lane?.name);
  const load = (one: One) => beside(one).filter(({ order }) => order.lane?.turn === one.order.lane?.turn).length;
  const [next = null] = all
    .filter(({ job, stop, order }) => job.state === 'waiting' && stop === null && order.lane !== undefined)
    .filter((one) => beside(one).length < (one.order.lane?.atOnce ?? 0))
    // Sorting is stable.
    .sort((a, b) => load(a) - load(b));
  return next;
}
