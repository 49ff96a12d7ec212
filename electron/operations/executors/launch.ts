/** Starts the helper and understands its answer. The one place where operations start a process. */
import { closeSync, constants, openSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { HELPER_PROTOCOL } from '../../../shared/changes/installed-helper.ts';
import { callOf } from '../../../shared/changes/steps.ts';
import { foreignText, type Message, messageOf } from '../../../shared/messages/message.ts';
import { type ErrorCode, isErrorCode, VeneerError } from '../../../shared/model/errors.ts';
import { MessageSchema } from '../../../shared/model/message.ts';
import type { Step } from '../../../shared/model/plan.ts';
import { startProgram } from '../../node/long-program.ts';
import { helperHash } from './helper-hash.ts';

const MAX_LINE = 1024 * 1024;
const MAX_STDERR = 64 * 1024;

/** How to start the helper: a program by absolute path and what precedes the verb. */
export interface HelperCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/** Told of bytes written so far, of how many. */
export type OnProgress = (done: number, total: number) => void;

export interface CallOptions {
  readonly root: string;
  readonly onProgress: OnProgress;
  /** Whether the helper gets a session of its own (setsid(2)), so that no key of our terminal reaches it; it does unless this says no. */
  readonly ownSession?: boolean;
  /** Turns an exit without an answer, such as a refused pkexec, into an error; null where it cannot tell. */
  readonly onExit?: (outcome: Outcome) => Promise<VeneerError | null>;
}

/** How the helper ended that was asked for a verb. */
export interface Outcome {
  readonly status: number | null;
  readonly stderr: string;
  readonly verb: string;
}

/**
 * Lets the helper carry out one step.
 *
 * @returns what was done, one sentence a line
 * @throws {VeneerError} what the helper reports, or `helper-failed`
 */
export async function callHelper(command: HelperCommand, step: Step, options: CallOptions): Promise<Message[]> {
  const { onProgress, onExit } = options;
  const { verb, parameters, image = null } = callOf(step, { sha256: helperHash() });
  // What the question is about comes first: polkit shows the call where it cannot be taken back.
  const request = JSON.stringify({ ...parameters, root: options.root, protocol: HELPER_PROTOCOL });
  const input = image === null ? null : openImageFile(image);
  const done: Message[] = [];
  let answered = false;
  let failure: VeneerError | null = null;
  const takeLine = (line: string) => {
    const answer = parseLine(line);
    if (answer['type'] === 'progress') onProgress(Number(answer['done']), Number(answer['total']));
    else if (answer['type'] === 'done') done.push(saidIn(answer['said'], answer['sentence']));
    else if (answer['type'] === 'error') failure = errorOf(answer);
    else if (answer['type'] === 'result') answered = true;
    return answered || failure !== null;
  };
  const outcome = await startHelper(command, [verb, request], input, takeLine, options.ownSession ?? true).finally(
    () => {
      if (input !== null) closeSync(input);
    },
  );
  if (failure !== null) throw failure;
  if (answered) return done;
  const explained = await onExit?.({ ...outcome, verb });
  if (explained) throw explained;
  throw new VeneerError('helper-failed', messageOf('change.helper-ended-without-answer'), {
    nextStep: messageOf('change.read-host-again-to-see-what'),
    detail: `exit status ${outcome.status}\n${outcome.stderr}`.trim(),
  });
}

/** Opens the image with the rights of who asks; the helper gets the open file and never a path. */
function openImageFile(path: string): number {
  try {
    // A pipe must not hold us up; the helper refuses what is no file.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new VeneerError('not-found', messageOf('change.cannot-be-opened-any-more-nothing', { path }), {
      nextStep: messageOf('change.look-whether-file-is-still-there'),
      detail: String(error),
    });
  }
}

/** Starts the helper. @param take is given each line, and says whether it was the answer; what comes after is not waited for */
function startHelper(
  { program, args }: HelperCommand,
  request: readonly string[],
  input: number | null,
  take: (line: string) => boolean,
  detached: boolean,
): Promise<{ readonly status: number | null; readonly stderr: string }> {
  return new Promise((settle, fail) => {
    const child = startProgram(program, [...args, ...request], {
      stdio: [input ?? 'ignore', 'pipe', 'pipe'],
      // Keys of this terminal are not for it; only a question on the terminal needs it.
      detached,
    });
    let rest = '';
    let stderr = '';
    // A character may come in two parts.
    const [answers, errors] = [new StringDecoder('utf8'), new StringDecoder('utf8')];
    child.stdout?.on('data', (chunk: Buffer) => {
      const lines = (rest + answers.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      try {
        if (rest.length > MAX_LINE) throw strangeAnswer(rest.slice(0, 200));
        for (const line of lines.filter((one) => one !== '')) if (take(line)) settle({ status: null, stderr });
      } catch (error) {
        child.stdout?.destroy();
        fail(error);
      }
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr = (stderr + errors.write(chunk)).slice(-MAX_STDERR);
    });
    child.once('error', (error) =>
      fail(
        new VeneerError('helper-failed', messageOf('change.helper-cannot-be-started-with', { program }), {
          detail: String(error),
        }),
      ),
    );
    child.once('close', (status) => settle({ status, stderr }));
  });
}

function parseLine(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below, together with what is JSON but no object.
  }
  throw strangeAnswer(line);
}

function strangeAnswer(line: string): VeneerError {
  return new VeneerError('helper-failed', messageOf('change.helper-gave-answer-that-cannot-be'), { detail: line });
}

function errorOf(answer: Readonly<Record<string, unknown>>): VeneerError {
  const code: ErrorCode = isErrorCode(answer['code']) ? answer['code'] : 'helper-failed';
  const { message, nextStep } = (answer['said'] ?? {}) as Readonly<Record<string, unknown>>;
  const step = answer['nextStep'];
  return new VeneerError(code, saidIn(message, answer['message']), {
    ...(typeof step === 'string' ? { nextStep: saidIn(nextStep, step) } : {}),
    ...(typeof answer['detail'] === 'string' ? { detail: answer['detail'] } : {}),
  });
}

/** What the helper says; one of another version says its English alone. */
function saidIn(said: unknown, english: unknown): Message {
  const { data } = MessageSchema.safeParse(said);
  return data ?? foreignText(String(english));
}
