/** Starts a process for bytes that are not ours, with limits that the system holds it to. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { startProgram, untilReady } from '../node/long-program.ts';
import { runProgram } from '../node/run-program.ts';

export interface GuardLimits {
  /** Bytes that it may take beside what an idle one has. */
  readonly memory: number;
  /** Of its own work for one image, without what it waits for bytes. */
  readonly timeMs: number;
  /** Bytes of a file that it may write; none unless given. */
  readonly fileBytes?: number;
  /** Whether it may go on beyond `CPU_SECONDS` as long as its keeper is there and renews them. */
  readonly isRenewed?: boolean;
  /** Whether it leads a process group: the programs that it starts are killed with it. */
  readonly leadsGroup?: boolean;
  /** The program that sets limits of other processes (prlimit(1)); where it is not there, the watch alone holds. */
  readonly limiter?: string;
}

/**
 * A choice: a look at a remote fetches 12 MiB at most (`remote-image.ts`), so that what a reader makes of it has twenty times as
 * much. Three images of the tests, the start of the process included, took 1.3 s on two busy cores.
 */
export const DEFAULT_LIMITS: GuardLimits = { memory: 256 * 2 ** 20, timeMs: 5000 };

export interface NodeProgram {
  /** Node. The packaged Electron is none, for it lets nobody run it as Node. */
  readonly program: string;
  /** The built file. Its first message is that it is ready. */
  readonly script: string | URL;
}

export interface LimitedProcess<To, From> {
  send(message: To): void;
  /** Who is told what it says, and when it ended; null for nobody, then it holds up nobody's end. */
  listen(to: ((message: From | 'ended') => void) | null): void;
  hasEnded(): boolean;
  /** Milliseconds of processor time that it took so far. */
  cpuMs(): number;
  kill(): void;
}

const PRLIMIT = '/usr/bin/prlimit';
const LIMITER_MS = 5000;
/** Of processor time: it ends so too where nobody is left who could kill it. */
const CPU_SECONDS = 120;
const MOST_CPU_SECONDS = 7 * 24 * 60 * 60;
const START_MS = 20_000;
const WATCH_MS = 100;
const LATE_MS = 1000;

/**
 * @param env all of its environment; a reader needs nothing of it
 * @throws {VeneerError} `internal` where it cannot be started
 */
export async function startLimited<To extends object, From>(
  { program, script }: NodeProgram,
  limits: GuardLimits,
  env: NodeJS.ProcessEnv = {},
): Promise<LimitedProcess<To, From>> {
  const file = script instanceof URL ? fileURLToPath(script) : script;
  const heapMiB = Math.ceil(limits.memory / 2 ** 20);
  const child = startProgram(program, [`--max-old-space-size=${heapMiB}`, file], {
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    detached: limits.leadsGroup === true,
  });
  try {
    await becomesReady(child);
    const { pid = 0 } = child;
    const most = (memoryOf(pid, 'VmData') ?? 0) + limits.memory;
    await limitMemory(limits, pid, most);
    return keepWithinLimits(child, limits, limits.memory + (memoryOf(pid, 'VmRSS') ?? 0));
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

/**
 * Kills a process group.
 *
 * @param pid of its leader, which is there or was a moment ago: later the number may be another's
 * @returns whether there is such a group
 */
export function endGroup(pid: number): boolean {
  try {
    return process.kill(-pid, 'SIGKILL');
  } catch {
    return false;
  }
}

async function becomesReady(child: ChildProcess): Promise<void> {
  try {
    await untilReady(child, 'message', START_MS);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new VeneerError('internal', messageOf('extension.process-for-foreign-files-could-not'), { detail });
  }
}

/**
 * RLIMIT_DATA (setrlimit(2)), from Linux 4.7 on: what is private and writable counts, and not the address space that the
 * engine merely reserves, which RLIMIT_AS would count. Set from outside once it runs, for how much a started Node has
 * is another number in each version.
 */
async function limitMemory(
  { limiter = PRLIMIT, fileBytes = 0, isRenewed = false }: GuardLimits,
  pid: number,
  bytes: number,
): Promise<void> {
  const limits = [
    `--data=${bytes}`,
    '--core=0',
    `--fsize=${fileBytes}`,
    `--cpu=${CPU_SECONDS}:${isRenewed ? MOST_CPU_SECONDS : CPU_SECONDS}`,
  ];
  // A system without the program has the heap limit and the watch.
  await runProgram(limiter, ['--pid', String(pid), ...limits], { timeoutMs: LIMITER_MS });
}

/** In bytes; null where it is gone. */
function memoryOf(pid: number, field: 'VmData' | 'VmRSS'): number | null {
  try {
    const kibibytes = new RegExp(`^${field}:\\s*(\\d+) kB$`, 'm').exec(
      readFileSync(`/proc/${pid}/status`, 'utf8'),
    )?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) * 1024;
  } catch {
    return null;
  }
}

/** Of the kernel's clock that counts the processor's time, on every Linux. */
const TICKS_PER_SECOND = 100;

/** Milliseconds of the processor's time that a process took (fields 14 and 15 of proc_pid_stat(5)); zero where it is gone. */
export function cpuMsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [user = 0, system = 0] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return ((user + system) * 1000) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}

function keepWithinLimits<To extends object, From>(
  child: ChildProcess,
  limits: GuardLimits,
  mostResident: number,
): LimitedProcess<To, From> {
  let listener: ((message: From | 'ended') => void) | null = null;
  let watch: NodeJS.Timeout | null = null;
  let isOver = false;
  let cpuSeconds = CPU_SECONDS;
  const over = () => {
    if (isOver) return;
    isOver = true;
    if (watch !== null) clearInterval(watch);
    listener?.('ended');
  };
  const endGroupOf = () => {
    if (limits.leadsGroup === true && child.pid !== undefined) endGroup(child.pid);
  };
  const kill = () => {
    if (child.exitCode === null && child.signalCode === null) endGroupOf();
    child.kill('SIGKILL');
  };
  child.on('message', (message) => listener?.(message as From));
  // What it said last may still be on its way when it has ended.
  const ended = () => {
    endGroupOf();
    if (!child.connected) return over();
    child.once('disconnect', over);
    // A program that it started may hold the line open.
    setTimeout(over, LATE_MS).unref();
  };
  // It can end while its limits are set, and nobody would be told any more.
  if (child.exitCode === null && child.signalCode === null) child.once('exit', ended);
  else ended();
  // A message that cannot be sent any more: its end is told by itself.
  child.on('error', () => {});
  pauseClock();

  /** Before half of what is left is used up. */
  function renewClock(): void {
    if (limits.isRenewed !== true || cpuMsOf(child.pid ?? 0) / 1000 < cpuSeconds - CPU_SECONDS / 2) return;
    cpuSeconds += CPU_SECONDS;
    const args = ['--pid', String(child.pid), `--cpu=${cpuSeconds}:${MOST_CPU_SECONDS}`];
    // Where it fails the watch holds alone.
    runProgram(limits.limiter ?? PRLIMIT, args, { timeoutMs: LIMITER_MS }).catch(() => {});
  }

  function pauseClock(): void {
    child.unref();
    child.channel?.unref();
  }

  return {
    send(message) {
      if (child.connected) child.send(message, () => {});
    },
    listen(to) {
      listener = to;
      if (watch !== null) clearInterval(watch);
      watch = null;
      if (to === null) return pauseClock();
      if (isOver) return void queueMicrotask(() => listener?.('ended'));
      child.ref();
      child.channel?.ref();
      watch = setInterval(() => {
        renewClock();
        if ((memoryOf(child.pid ?? 0, 'VmRSS') ?? 0) > mostResident) kill();
      }, WATCH_MS);
    },
    hasEnded: () => isOver,
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    kill,
  };
}
