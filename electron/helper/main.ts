/**
 * The root side: one verb a call. The arguments are the verb and its parameters as one JSON object; the answer is JSON
 * lines on stdout. It trusts nothing that it is told: names and classes are checked again here, and which entries a
 * name means is read from the disk here. For `install`, stdin is open on the image.
 */

import type { HelperVerb } from '../../shared/changes/actions.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { aroundConfext } from './around-confext.ts';
import { keepingForOs } from './for-os-kept.ts';
import { recordIntent, recordOutcome, recordRefusal } from './journal.ts';
import { restoreLabels } from './labels.ts';
import { withLock } from './lock.ts';
import { ownProcess } from './own-process.ts';
import { type HelperRequest, parseRequest } from './request.ts';
import { onceOver, onTrial } from './trial.ts';
import { type RequestFor, VERBS } from './verbs.ts';

const PROGRESS_EVERY_MS = 100;

function sayLine(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** What a person can do about an error of the system; what nobody expected stays as it is, for a report. */
function explainError(error: unknown): VeneerError {
  if (error instanceof VeneerError) return error;
  const detail = String(error);
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EROFS':
      return new VeneerError('read-only', messageOf('helper.file-system-is-read-only-so'), {
        nextStep: messageOf('helper.where-extensions-are-merged-over-it'),
        detail,
      });
    case 'ENOSPC':
    case 'EDQUOT':
      return new VeneerError('no-space', messageOf('helper.there-is-no-room-left-on'), {
        nextStep: messageOf('common.free-some-room-and-try-again'),
        detail,
      });
    case 'EXDEV':
      return new VeneerError('unsupported', messageOf('helper.store-is-on-another-file-system'), {
        nextStep: messageOf('helper.keep-both-on-one-file-system'),
        detail,
      });
    default:
      return new VeneerError('helper-failed', messageOf('helper.helper-stopped-on-error-that-it'), {
        nextStep: messageOf('common.read-host-again-to-see-what'),
        detail,
      });
  }
}

function carryOut<Name extends HelperVerb>(request: RequestFor<Name>): Promise<readonly Message[]> {
  const verb = VERBS[request.verb];
  const run = () => keepingForOs(request.root, verb.forEveryOs === true, () => verb.run(request, reportProgress()));
  return aroundConfext(request, run);
}

async function runLabelled(request: HelperRequest): Promise<readonly Message[]> {
  try {
    return [...(await carryOut(request)), ...(await restoreLabels(request.root))];
  } catch (error) {
    // What was made before it failed stays.
    await restoreLabels(request.root);
    throw error;
  }
}

/** Started by the timer of a trial. */
const isWaiting = (request: HelperRequest): boolean => 'waits' in request && request.waits;

function reportProgress(): (done: number, total: number) => void {
  let said = 0;
  return (done, total) => {
    const now = Date.now();
    if (now - said < PROGRESS_EVERY_MS) return;
    said = now;
    sayLine({ type: 'progress', done, total });
  };
}

async function runHelper(): Promise<void> {
  const args = process.argv.slice(2);
  let request: HelperRequest | null = null;
  try {
    ownProcess();
    request = parseRequest(args, process.env);
    const checked = request;
    const locked = () =>
      withLock(checked.root, async () => {
        await recordIntent(checked, process.env);
        return onTrial(checked, () => runLabelled(checked));
      });
    const sentences = isWaiting(checked) ? await onceOver(locked) : await locked();
    if (sentences === null) return;
    for (const said of sentences) sayLine({ type: 'done', sentence: said.text, said });
    // Nobody who waits for the answer has to wait for the journal as well.
    sayLine({ type: 'result' });
    await recordOutcome(checked, process.env, 'done');
  } catch (error) {
    const report = explainError(error).report();
    const { message, nextStep } = report;
    // The English for a window that knows no messages.
    const texts = { message: message.text, nextStep: nextStep?.text ?? null };
    sayLine({ type: 'error', ...report, ...texts, said: { message, nextStep } });
    process.exitCode = 1;
    if (request === null) await recordRefusal(args, process.env, report.code);
    else await recordOutcome(request, process.env, report.code);
  }
}

// Who asked may have gone; what was begun is still ended, and written down in the journal.
process.stdout.on('error', () => {});
runHelper().catch(() => {
  // Neither the answer nor the journal could be written; the status is all that is left to say it.
  process.exitCode = 1;
});
