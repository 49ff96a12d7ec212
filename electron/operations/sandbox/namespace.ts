/** A user and mount namespace of our own, in which systemd-sysext merges without any privilege. */
import type { ChildProcess } from 'node:child_process';
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
  const unshare = needed('unshare');
  const nsenter = needed('nsenter');
  const mount = needed('mount');
  // cat ends when our end of the pipe does, however this process ends; the kernel then drops the namespace.
  const holder = startProgram(unshare, ['--user', '--map-root-user', '--mount', needed('cat')], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  await answered(holder);
  const { pid } = holder;
  if (pid === undefined) throw new VeneerError('unsupported', 'The sandbox cannot be started.');
  const enter = [nsenter, '--target', String(pid), '--user', '--mount', '--preserve-credentials', '--'];
  const run = async (program: string, ...args: string[]) => {
    const [first, ...rest] = [...enter, program, ...args];
    const { status, broken, stderr } = await runProgram(first as string, rest, { timeoutMs: TIMEOUT_MS });
    if (status === 0) return;
    throw new VeneerError('helper-failed', 'The sandbox could not be prepared.', {
      detail: `${program} ${args.join(' ')}: ${broken ?? `status ${status}`}\n${stderr}`,
    });
  };
  const close = () => {
    holder.stdin?.end();
    holder.kill();
  };
  try {
    await run(mount, '--make-rshared', '/');
    // systemd-sysext keeps its state below /run, which has to be writable and our own.
    await run(mount, '-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', '/run');
    await run(mount, '--make-rshared', '/run');
  } catch (error) {
    close();
    throw new VeneerError('unsupported', 'User namespaces may not mount on this machine.', {
      detail: error instanceof VeneerError ? (error.detail ?? '') : String(error),
    });
  }
  return { pid, enter, run, close };
}

function needed(program: string): string {
  const path = findProgram(program);
  if (path === null) throw new VeneerError('unsupported', `The program ${program} is not installed.`);
  return path;
}

/** Resolves once the holder runs inside its namespaces: it gives back what it is sent. */
async function answered(holder: ChildProcess): Promise<void> {
  let said = '';
  holder.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-MOST_SAID);
  });
  holder.stdin?.on('error', () => {});
  holder.stdin?.write('.');
  try {
    await untilReady(holder, 'output', TIMEOUT_MS);
  } catch (error) {
    throw new VeneerError('unsupported', 'User namespaces are not allowed on this machine.', {
      detail: said.trim() || String(error),
    });
  }
}
