/** Runs a program that answers and ends. One that stays, such as a guarded reader, is started where it is watched. */
import { type ChildProcess, type ExecFileException, execFile, spawnSync } from 'node:child_process';

export interface Running {
  /** After so long it is killed; there is no program that is waited for without end. */
  readonly timeoutMs: number;
  /** Of each of its two outputs; one that says more is killed. */
  readonly mostBytes?: number;
  /** All that it gets: nothing of the person's environment but what is given here, and English. */
  readonly env?: NodeJS.ProcessEnv;
  /** `latin1` keeps bytes that are no UTF-8 apart. */
  readonly encoding?: 'utf8' | 'latin1';
  /** Once it aborts the program is killed. */
  readonly signal?: AbortSignal | null;
  /** For who looks at what it does while it runs. */
  readonly onStart?: (child: ChildProcess) => void;
}

export interface Ended {
  /** Its exit status; null where it did not end by itself. */
  readonly status: number | null;
  /** Why it did not: it could not be started, took too long, said too much, was stopped by us, or killed by somebody else. */
  readonly broken: 'not-started' | 'too-slow' | 'too-long' | 'stopped' | 'killed' | null;
  readonly stdout: string;
  readonly stderr: string;
}

const MOST_BYTES = 1024 * 1024;
const STOPPED = { status: null, broken: 'stopped' } as const;

/** English to be understood, and no pager, colour or library of the person's. */
export const PLAIN_ENVIRONMENT = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', SYSTEMD_COLORS: '0' };

/**
 * Runs it in `/`, without a shell and without input. Never rejects.
 *
 * @param program by absolute path: see `findProgram`
 */
export function runProgram(
  program: string,
  args: readonly string[],
  { timeoutMs, mostBytes = MOST_BYTES, env = PLAIN_ENVIRONMENT, encoding = 'utf8', signal, onStart }: Running,
): Promise<Ended> {
  const options = { timeout: timeoutMs, maxBuffer: mostBytes, env, encoding, cwd: '/', killSignal: 'SIGKILL' } as const;
  return new Promise((settle) => {
    try {
      const child = execFile(program, [...args], options, (error, stdout, stderr) => {
        signal?.removeEventListener('abort', stop);
        const end = error === null ? { status: 0, broken: null } : endOf(error);
        settle({ ...(signal?.aborted === true ? STOPPED : end), stdout, stderr });
      });
      // Node's own `signal` of execFile passes over `killSignal`, and a program can ignore the one that it sends.
      const stop = () => child.kill('SIGKILL');
      signal?.addEventListener('abort', stop);
      if (signal?.aborted === true) stop();
      child.stdin?.on('error', () => {});
      child.stdin?.end();
      onStart?.(child);
    } catch (error) {
      // Node throws some of what the kernel refuses (E2BIG), and arguments with a null byte.
      settle({ status: null, broken: 'not-started', stdout: '', stderr: String(error) });
    }
  });
}

/** The same where the thread has to wait for it, as a descriptor that it is about is open only so long. */
export function runProgramSync(
  program: string,
  args: readonly string[],
  { timeoutMs, mostBytes = MOST_BYTES, env = PLAIN_ENVIRONMENT }: Running,
): Buffer | null {
  const options = { timeout: timeoutMs, maxBuffer: mostBytes, env, killSignal: 'SIGKILL', stdio: 'pipe' } as const;
  const { error, status, stdout } = spawnSync(program, [...args], options);
  return error === undefined && status === 0 ? stdout : null;
}

function endOf({ code, killed, signal }: ExecFileException): Pick<Ended, 'status' | 'broken'> {
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return { status: null, broken: 'too-long' };
  if (typeof code === 'number') return { status: code, broken: null };
  if (typeof code === 'string') return { status: null, broken: 'not-started' };
  return { status: null, broken: killed === true ? 'too-slow' : signal == null ? 'not-started' : 'killed' };
}
