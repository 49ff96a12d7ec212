/** Starts the helper and understands its answer. The one place where operations start a process. */
import { spawn } from 'node:child_process';
import { type ErrorCode, isErrorCode, VeneerError } from '../../../shared/errors.ts';
import type { Step } from '../../../shared/model/plan.ts';

const MAX_OUTPUT = 4 * 1024 * 1024;

/** How to start the helper: a program by absolute path and what precedes the verb. */
export interface HelperCommand {
  readonly program: string;
  readonly args: readonly string[];
}

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Lets the helper carry out one step.
 *
 * @param onExit turns an exit without an answer, such as a refused pkexec, into an error; null where it cannot tell
 * @throws {VeneerError} what the helper reports, or `helper-failed`
 */
export async function callHelper(
  command: HelperCommand,
  step: Step,
  root: string,
  onExit: (outcome: Outcome) => VeneerError | null = () => null,
): Promise<string[]> {
  const { verb, class: extensionClass, names, force, allowSetAside } = step;
  const request = JSON.stringify({ class: extensionClass, names, force, allowSetAside, root });
  const outcome = await start(command, verb, request);
  const done: string[] = [];
  for (const line of outcome.stdout.split('\n').filter((one) => one !== '')) {
    const answer = parseLine(line);
    if (answer['type'] === 'done') done.push(String(answer['sentence']));
    else if (answer['type'] === 'error') throw errorOf(answer);
    else if (answer['type'] === 'result') return done;
  }
  const explained = onExit(outcome);
  if (explained !== null) throw explained;
  throw new VeneerError('helper-failed', 'The helper ended without an answer.', {
    nextStep: 'Read the host again to see what is done.',
    detail: `exit status ${outcome.status}\n${outcome.stderr}`.trim(),
  });
}

function start({ program, args }: HelperCommand, verb: string, request: string): Promise<Outcome> {
  return new Promise((settle, fail) => {
    const child = spawn(program, [...args, verb], { cwd: '/', stdio: ['pipe', 'pipe', 'pipe'] });
    const collected = { stdout: '', stderr: '' };
    const take = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
      if (collected[stream].length < MAX_OUTPUT) collected[stream] += chunk.toString('utf8');
    };
    child.stdout.on('data', take('stdout'));
    child.stderr.on('data', take('stderr'));
    child.once('error', (error) =>
      fail(
        new VeneerError('helper-failed', `The helper cannot be started with ${program}.`, { detail: String(error) }),
      ),
    );
    child.once('close', (status) => settle({ status, ...collected }));
    // A program that ends before it reads is reported by its exit, not by the broken pipe.
    child.stdin.on('error', () => {});
    child.stdin.end(request);
  });
}

function parseLine(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below, together with what is JSON but no object.
  }
  throw new VeneerError('helper-failed', 'The helper gave an answer that cannot be understood.', { detail: line });
}

function errorOf(answer: Readonly<Record<string, unknown>>): VeneerError {
  const code: ErrorCode = isErrorCode(answer['code']) ? answer['code'] : 'helper-failed';
  const text = (key: string) => (typeof answer[key] === 'string' ? { [key]: answer[key] } : {});
  return new VeneerError(code, String(answer['message']), { ...text('nextStep'), ...text('detail') });
}
