/** A user and mount namespace of our own, in which systemd-sysext merges without any privilege. */
import type { ChildProcess } from 'node:child_process';
import { messageOf } from '../../../shared/messages/message.ts';
import { VeneerError } from '../../../shared/model/errors.ts';
import { findProgram } from '../../host/systemd-version.ts';
import { startProgram, untilReady } from '../../node/long-program.ts';
import { runProgram } from '../../node/run-program.ts';

const TIMEOUT_MS = 20_000;
const MOST_SAID = 4096;

export interface Namespace {
  readonly pid: number;
  /** What to put before a command so that it runs inside, as root of the namespace. */
  readonly enter: readonly string[];
  /** Runs a command inside. @throws {VeneerError} `helper-failed` where it fails */
  run(program: string, ...args: string[]): Promise<void>;
  /** Ends the namespace and every mount in it. */
  close(): void;
}

/**
 * Opens a namespace that lives until it is closed or this process ends.
 *
 * @throws {VeneerError} `unsupported` where programs or the kernel's leave are missing
 */
export async function openNamespace(): Promise<Namespace> {
  const unshare = needProgram('unshare');
  const nsenter = needProgram('nsenter');
  const mount = needProgram('mount');
  // cat ends when our end of the pipe does, however this process ends; the kernel then drops the namespace.
  const holder = startProgram(unshare, ['--user', '--map-root-user', '--mount', needProgram('cat')], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  await untilAnswered(holder);
  const { pid } = holder;
  if (pid === undefined) throw new VeneerError('unsupported', messageOf('change.sandbox-cannot-be-started'));
  const enter = [nsenter, '--target', String(pid), '--user', '--mount', '--preserve-credentials', '--'];
  const runInside = async (program: string, ...args: string[]) => {
    const [first, ...rest] = [...enter, program, ...args];
    const { status, broken, stderr } = await runProgram(first as string, rest, { timeoutMs: TIMEOUT_MS });
    if (status === 0) return;
    throw new VeneerError('helper-failed', messageOf('change.sandbox-could-not-be-prepared'), {
      detail: `${program} ${args.join(' ')}: ${broken ?? `status ${status}`}\n${stderr}`,
    });
  };
  const close = () => {
    holder.stdin?.end();
    holder.kill();
  };
  try {
    await runInside(mount, '--make-rshared', '/');
    // systemd-sysext keeps its state below /run, which has to be writable and our own.
    await runInside(mount, '-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', '/run');
    await runInside(mount, '--make-rshared', '/run');
  } catch (error) {
    close();
    throw new VeneerError('unsupported', messageOf('change.user-namespaces-may-not-mount-on'), {
      detail: error instanceof VeneerError ? (error.detail ?? '') : String(error),
    });
  }
  return { pid, enter, run: runInside, close };
}

function needProgram(program: string): string {
  const path = findProgram(program);
  if (path === null) throw new VeneerError('unsupported', messageOf('change.program-is-not-installed', { program }));
  return path;
}

/** Resolves once the holder runs inside its namespaces: it gives back what it is sent. */
async function untilAnswered(holder: ChildProcess): Promise<void> {
  let said = '';
  holder.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-MOST_SAID);
  });
  holder.stdin?.on('error', () => {});
  holder.stdin?.write('.');
  try {
    await untilReady(holder, 'output', TIMEOUT_MS);
  } catch (error) {
    throw new VeneerError('unsupported', messageOf('change.user-namespaces-are-not-allowed-on'), {
      detail: said.trim() || String(error),
    });
  }
}
