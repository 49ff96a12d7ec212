/** What becomes of jobs where Veneer ends. */
import type { JobKind } from '../../shared/model/job.ts';

/**
 * `wait`: a helper whose Veneer is gone would stop half-way. `later`: what came of it is kept, and the next start goes on.
 * `stop`: nothing is lost but the answer, and who waited for that is gone.
 */
const AT_END = {
  apply: 'wait',
  download: 'later',
  refresh: 'stop',
  check: 'stop',
  verify: 'stop',
  examine: 'stop',
  doctor: 'stop',
  fleet: 'stop',
  'change-hosts': 'wait',
  build: 'stop',
} as const satisfies Readonly<Record<JobKind, 'wait' | 'later' | 'stop'>>;

const kindsOf = (what: 'wait' | 'later') => (Object.keys(AT_END) as JobKind[]).filter((kind) => AT_END[kind] === what);

/** Veneer ends when these have ended. */
export const WAITED_FOR: readonly JobKind[] = kindsOf('wait');
/** Whoever closes a window is asked about these, for they would go on without one. */
export const GOES_ON_LATER: readonly JobKind[] = kindsOf('later');
