/** Starts a program that stays, or that waits for a person; one that answers and ends is run by `run-program.ts`. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';

export interface Starting {
  readonly stdio: StdioOptions;
  /** All that it gets; the person's own unless given. */
  readonly env?: NodeJS.ProcessEnv;
  /** `/` unless given, so that it holds no folder of the person's. */
  readonly cwd?: string;
  /** Whether it gets a session of its own (setsid(2)), so that no key of our terminal reaches it. */
  readonly detached?: boolean;
  /** How messages are sent, where `stdio` has `ipc`. */
  readonly serialization?: 'advanced' | 'json';
  /** After so long it is killed; without, whoever starts it watches it, or a person does. */
  readonly timeoutMs?: number;
}

/**
 * Starts it without a shell. The caller listens to its `error`, and ends it.
 *
 * @param program by absolute path
 * @throws what the kernel refuses at once, such as arguments that are too long
 */
export function startProgram(program: string, args: readonly string[], { timeoutMs, ...rest }: Starting): ChildProcess {
  const timeout = timeoutMs === undefined ? {} : ({ timeout: timeoutMs, killSignal: 'SIGKILL' } as const);
  return spawn(program, [...args], { cwd: '/', ...rest, ...timeout });
}

/**
 * Waits until a started program says the first thing. One that does not is killed.
 *
 * @param by its first message, or the first byte of its output
 * @throws {Error} why it did not: not started, ended, or silent for so long
 */
export function untilReady(child: ChildProcess, by: 'message' | 'output', withinMs: number): Promise<void> {
  return new Promise((settle, fail) => {
    const source = by === 'message' ? child : child.stdout;
    const event = by === 'message' ? 'message' : 'data';
    const over = () => {
      clearTimeout(timer);
      source?.off(event, ready);
      child.off('error', broken);
      child.off('exit', ended);
    };
    const giveUp = (why: string) => {
      over();
      // What comes after is of no interest, and must not be thrown.
      child.on('error', () => {});
      child.kill('SIGKILL');
      fail(new Error(why));
    };
    const ready = () => {
      over();
      settle();
    };
    const broken = (error: Error) => giveUp(String(error));
    const ended = (code: number | null, signal: string | null) => giveUp(`it ended with ${code ?? signal}`);
    const timer = setTimeout(() => giveUp(`it said nothing for ${withinMs} ms`), withinMs);
    source?.once(event, ready);
    child.once('error', broken);
    child.once('exit', ended);
  });
}
