/** Runs a program of the system by its absolute path, without a shell and without the caller's environment. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';

/** Programs of systemd that are no commands stand in its own folder. */
const DIRECTORIES = ['/usr/bin', '/bin', '/usr/sbin', '/usr/lib/systemd', '/lib/systemd'];
const OUTPUT_LIMIT = 16 * 1024;

/** Nothing of the caller's. */
const SURROUNDINGS = { cwd: '/', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' } };

export interface Ended {
  readonly status: number | null;
  /** The end of what it said. */
  readonly output: string;
}

/** @returns null where it is not installed */
export function findProgram(name: string): string | null {
  return DIRECTORIES.map((directory) => `${directory}/${name}`).find((path) => existsSync(path)) ?? null;
}

/** @throws {VeneerError} `unsupported` where it is not installed */
export function needProgram(name: string): string {
  const program = findProgram(name);
  if (program !== null) return program;
  throw new VeneerError('unsupported', messageOf('helper.is-not-installed', { name }), {
    nextStep: messageOf('helper.install-package-that-brings', { name }),
  });
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** How long a program may take before it is stopped; the others have `SHORT_MS`. */
const TIMEOUT_MS: Readonly<Record<string, number>> = {
  // Images with dm-verity, and units that are restarted at a merge, which systemd waits for.
  'systemd-sysext': 10 * MINUTE,
  'systemd-confext': 10 * MINUTE,
  // Stopping a service may take its TimeoutStopSec=, 90 seconds unless it says otherwise, one after the other.
  systemctl: 10 * MINUTE,
  // It stops and starts services, too.
  portablectl: 10 * MINUTE,
  // It downloads.
  'systemd-sysupdate': 6 * 60 * MINUTE,
};
const SHORT_MS = 30 * SECOND;
/** From SIGTERM to SIGKILL. */
const GRACE_MS = 10 * SECOND;
/** What was killed may have left a child that holds its output open. */
const AFTER_KILL_MS = SECOND;

export interface RunOptions {
  /** What it reads from stdin. */
  readonly input?: string;
  /** In milliseconds; how long the program of that name may take unless it is given. */
  readonly timeouts?: number;
  readonly grace?: number;
}

/**
 * Runs a program to its end.
 *
 * @throws {VeneerError} `systemd-failed` where it did not end in its time: it was asked to end then, and killed if it did not
 */
export function runProgram(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const name = basename(program);
  const { input = '', timeouts = TIMEOUT_MS[name] ?? SHORT_MS, grace = GRACE_MS } = options;
  return new Promise((settle, fail) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      ...SURROUNDINGS,
    });
    let output = '';
    const timers: NodeJS.Timeout[] = [];
    const callAfter = (ms: number, then: () => void) => timers.push(setTimeout(then, ms));
    const endWith = (finish: () => void) => {
      for (const timer of timers) clearTimeout(timer);
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
      finish();
    };
    let overdue: VeneerError | null = null;
    callAfter(timeouts, () => {
      overdue = new VeneerError(
        'systemd-failed',
        messageOf('helper.did-not-end-within-and-was', { program: name, time: durationText(timeouts) }),
        {
          nextStep: messageOf('helper.look-at-host-as-it-is'),
          detail: `${[name, ...args].join(' ')}\n${output}`.trim(),
        },
      );
      const report = overdue;
      child.kill('SIGTERM');
      callAfter(grace, () => {
        child.kill('SIGKILL');
        callAfter(AFTER_KILL_MS, () => endWith(() => fail(report)));
      });
    });
    for (const stream of [child.stdout, child.stderr]) {
      // A character may come in two parts.
      const decoder = new StringDecoder('utf8');
      stream.on('data', (chunk: Buffer) => {
        output = (output + decoder.write(chunk)).slice(-OUTPUT_LIMIT);
      });
    }
    child.once('error', (error) => endWith(() => fail(error)));
    child.once('close', (status) =>
      endWith(() => (overdue === null ? settle({ status, output: output.trim() }) : fail(overdue))),
    );
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/**
 * Runs a program that takes no time and says nothing.
 *
 * @param file an open file that it gets as its descriptor 3
 * @returns its exit status; null where a signal ended it
 */
export function runAtOnce(program: string, args: readonly string[], file?: number): number | null {
  const stdio = ['ignore', 'ignore', 'ignore', ...(file === undefined ? [] : [file])] as const;
  const { status, error } = spawnSync(program, args, { ...SURROUNDINGS, stdio: [...stdio] });
  if (error !== undefined) throw error;
  return status;
}

/** Starts a program that gives back what it reads, as cat(1) does, and waits until it does. The caller ends it. */
export async function startEcho(program: string, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(program, args, { ...SURROUNDINGS, stdio: ['pipe', 'pipe', 'ignore'] });
  await new Promise<void>((settle, fail) => {
    child.once('error', fail);
    child.once('close', () => fail(new Error(`${program} ended`)));
    child.stdin.on('error', () => {});
    child.stdout.once('data', () => settle());
    child.stdin.write('.');
  });
  return child;
}

function durationText(ms: number): string {
  const minutes = Math.round(ms / MINUTE);
  return minutes >= 1 ? `${minutes} minutes` : `${Math.round(ms / SECOND)} seconds`;
}

export function lastLine(output: string): string {
  return output.split('\n').at(-1)?.trim() ?? '';
}

/** The version of a program of systemd; 0 where it does not say. */
export async function versionOf(program: string): Promise<number> {
  const { output } = await runProgram(program, ['--version']);
  return Number(/^systemd (\d+)/.exec(output)?.[1] ?? 0);
}
