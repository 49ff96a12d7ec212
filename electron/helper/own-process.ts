/** What the caller left to this process, which must not decide what comes of a change: limits, signals, timers, the umask. */

import { readFileSync } from 'node:fs';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { needProgram, runAtOnce } from './programs.ts';

interface Limit {
  /** As prlimit(1) calls it. */
  readonly option: string;
  /** As proc_pid_limits(5) calls it. */
  readonly name: string;
  readonly least: number;
}

/** What a change may need. How many processes there are is not counted for root. */
const LIMITS: readonly Limit[] = [
  { option: 'nofile', name: 'Max open files', least: 1024 },
  { option: 'as', name: 'Max address space', least: Number.POSITIVE_INFINITY },
  { option: 'data', name: 'Max data size', least: Number.POSITIVE_INFINITY },
  { option: 'fsize', name: 'Max file size', least: Number.POSITIVE_INFINITY },
  { option: 'cpu', name: 'Max cpu time', least: Number.POSITIVE_INFINITY },
];

/**
 * What the terminal of the caller sends (^Z, ^C, its end), and what a timer sends that was set before pkexec, for those
 * outlive execve(2). SIGTERM stays: only root can send it.
 */
const FROM_THE_CALLER: readonly NodeJS.Signals[] = [
  'SIGTSTP',
  'SIGTTIN',
  'SIGTTOU',
  'SIGINT',
  'SIGQUIT',
  'SIGHUP',
  'SIGALRM',
  'SIGVTALRM',
  'SIGXCPU',
];

/**
 * Makes this process its own: from then on, what was begun is ended. Dispositions and the mask of signals are set by Node
 * when it starts.
 *
 * @throws {VeneerError} `unsupported` where a limit cannot be raised
 */
export function ownProcess(): void {
  process.umask(0o022);
  process.chdir('/');
  for (const signal of FROM_THE_CALLER) process.on(signal, () => {});
  const low = tooLow();
  if (low.length === 0) return;
  // With a colon after it, the hard limit stays as it is.
  const wanted = low.map(({ option, least, hard }) => {
    const value = Number.isFinite(least) ? String(least) : 'unlimited';
    return `--${option}=${value}${hard < least ? '' : ':'}`;
  });
  runAtOnce(needProgram('prlimit'), ['--pid', String(process.pid), ...wanted]);
  const [left] = tooLow();
  if (left === undefined) return;
  throw new VeneerError('unsupported', messageOf('helper.limit-is-too-small-for-change', { name: left.name }), {
    nextStep: messageOf('helper.raise-it-for-who-calls-helper'),
  });
}

function tooLow(): (Limit & { readonly hard: number })[] {
  const text = readFileSync('/proc/self/limits', 'utf8');
  const limitAmount = (word = 'unlimited') => (word === 'unlimited' ? Number.POSITIVE_INFINITY : Number(word));
  return LIMITS.flatMap((limit) => {
    const [, soft, hard] = new RegExp(`^${limit.name} +(\\S+) +(\\S+)`, 'm').exec(text) ?? [];
    return limitAmount(soft) < limit.least ? [{ ...limit, hard: limitAmount(hard) }] : [];
  });
}
