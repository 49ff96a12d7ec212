/** Merges by systemd's own Varlink interface, `io.systemd.sysext`. */

import * as disk from 'node:fs';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { isMergeStep, laysOver, type MergeStep, mergesAgain } from '../../../shared/changes/merge.ts';
import { joinTexts, type Message, messageOf } from '../../../shared/messages/message.ts';
import { type ErrorCode, VeneerError } from '../../../shared/model/errors.ts';
import { type ExtensionClass, rulesFor } from '../../../shared/systemd/classes.ts';
import { refuseAboveLimit } from '../../../shared/systemd/merge-bound.ts';
import { mergedSentence, nextStepFor, readWords } from '../../../shared/systemd/words.ts';
import { readMergeFailure } from '../../host/journal.ts';
import { readHierarchies } from '../../host/mounts.ts';
import { resolveInRoot } from '../../host/rooted.ts';
import { readSystemdVersion } from '../../host/systemd-version.ts';
import type { Executor } from './executor.ts';
import { explainNo, nobodyToAsk } from './refusals.ts';
import { callVarlink, describeInterface, takesParameter, VarlinkError } from './varlink-client.ts';

/** systemd's socket for both classes (measured on 262; on 257 it is there for root only). */
export const SYSEXT_SOCKET = '/run/systemd/io.systemd.sysext';

const INTERFACE = 'io.systemd.sysext';
/** A person may be asked for a password meanwhile. */
const CALL_TIMEOUT_MS = 10 * 60 * 1000;

/**
 * Whether this user may talk to the socket and it offers Merge; to who is not root only with interactive
 * authentication.
 */
export async function offersMerge(socketPath: string, isRoot: boolean): Promise<boolean> {
  try {
    await access(socketPath, constants.R_OK | constants.W_OK);
    const description = await describeInterface(socketPath, INTERFACE);
    return (
      /\bmethod\s+Merge\b/.test(description) &&
      (isRoot || takesParameter(description, 'Merge', 'allowInteractiveAuthentication'))
    );
  } catch {
    return false;
  }
}

const METHODS = { merge: 'Merge', unmerge: 'Unmerge', refresh: 'Refresh' } as const;

/**
 * Merges by systemd's own interface; what it does not offer is left to `other`, which is direct for root.
 *
 * @param agentFor see `nobodyToAsk`
 */
export function varlinkExecutor(socketPath: string, other: Executor, agentFor: number | null = null): Executor {
  const isRoot = other.kind === 'direct';
  return {
    kind: isRoot ? other.kind : 'varlink',
    sentence: isRoot ? other.sentence : messageOf('change.systemd-itself-merges-and-asks-polkit'),
    helper: other.helper,
    ...(other.goesBack === undefined ? {} : { goesBack: other.goesBack }),
    run: async (step, onProgress, plan) => {
      // Only the helper goes back by itself.
      if (step.trial !== undefined || !isMergeStep(step)) return other.run(step, onProgress, plan);
      // Beside a change of the helper it merges as well, so that one question is one: no action of ours implies systemd's own,
      // which covers force too.
      if (!isRoot && !plan.every(isMergeStep)) return other.run(step, onProgress, plan);
      // systemd's interface has no parameter for the mode and for an image policy.
      if (step.mutable !== null || step.options !== undefined) return other.run(step, onProgress, plan);
      // systemd has one action for both; that its check is skipped is a leave of its own.
      if (step.force && !isRoot) return other.run(step, onProgress, plan);
      return [await mergeOver(socketPath, step, isRoot, agentFor)];
    },
  };
}

/**
 * @returns a sentence that it is done
 * @throws {VeneerError} `blocks-merge` where the merge could go above the kernel's limit, `no-auth-agent`, `not-authorized`,
 *   `systemd-failed` with what is merged now, and the reason where the journal may be read
 */
async function mergeOver(
  socketPath: string,
  step: MergeStep,
  isRoot: boolean,
  agentFor: number | null,
): Promise<Message> {
  const { verb, class: extensionClass } = step;
  if (laysOver(step)) refuseTooMany(extensionClass);
  const before = readMerged(extensionClass);
  const started = Date.now();
  try {
    const parameters = await parametersOf(socketPath, step, isRoot);
    await callVarlink(socketPath, `${INTERFACE}.${METHODS[verb]}`, parameters, CALL_TIMEOUT_MS);
    return messageOf('change.systemd-answered-that-is-done', { verb });
  } catch (error) {
    const state = mergedSentence(before, readMerged(extensionClass));
    if (error instanceof VarlinkError) throw await explainError(error, step, state, started, agentFor);
    if (!(error instanceof VeneerError)) throw error;
    const { code, message, nextStep, detail } = error.report();
    throw VeneerError.of({ code, message: joinTexts([message, state], ' '), nextStep, detail });
  }
}

/** The plan has asked already; this holds for whatever plan it was. */
function refuseTooMany(extensionClass: ExtensionClass): void {
  const version = readSystemdVersion('/');
  // The merge is systemd's own: where the library cannot be found, its latest measured rules are taken.
  const rules = rulesFor(version ?? 262);
  const resolvePath = (path: string) => {
    const resolved = resolveInRoot('/', path);
    return resolved.found ? resolved.hostPath : null;
  };
  refuseAboveLimit(disk, { class: extensionClass, root: '/', rules, mutable: null, resolve: resolvePath });
}

function readMerged(extensionClass: ExtensionClass) {
  return readHierarchies({ root: '/', prefix: '', mountinfo: '/proc/self/mountinfo' }, [extensionClass]);
}

/**
 * Unmerge takes no force; before 262 nobody but root is served, and a parameter for others is not known. A refresh is to merge
 * again whatever changed: what it is asked at each, for systemd may have been updated meanwhile, is its interface.
 */
async function parametersOf(
  socketPath: string,
  step: MergeStep,
  isRoot: boolean,
): Promise<Readonly<Record<string, unknown>>> {
  const always =
    mergesAgain(step) && takesParameter(await describeInterface(socketPath, INTERFACE), 'Refresh', 'alwaysRefresh');
  return {
    class: step.class,
    ...(laysOver(step) ? { force: step.force } : {}),
    ...(always ? { alwaysRefresh: true } : {}),
    ...(isRoot ? {} : { allowInteractiveAuthentication: true }),
  };
}

async function explainError(
  error: VarlinkError,
  { verb, class: extensionClass }: MergeStep,
  state: Message,
  started: number,
  agentFor: number | null,
): Promise<VeneerError> {
  const reply = `${error.code} ${JSON.stringify(error.parameters)}`;
  const refusedError = (code: ErrorCode, message: Message, nextStep: Message) =>
    new VeneerError(code, message, { nextStep, detail: reply });
  switch (error.code) {
    case 'io.systemd.InteractiveAuthenticationRequired':
      return nobodyToAsk(agentFor, reply);
    case 'org.varlink.service.PermissionDenied':
      // systemd does not tell a question that was dismissed from one that was answered wrongly (measured on 262).
      return explainNo(
        `${INTERFACE.replace('sysext', extensionClass)}.manage`,
        reply,
        {
          message: messageOf('change.question-was-dismissed-or-failed'),
          nextStep: messageOf('change.try-again-with-right-password'),
        },
        {
          message: messageOf('change.polkit-did-not-allow-it-or'),
          nextStep: messageOf('change.apply-again-and-confirm-or-ask'),
        },
      );
    case 'io.systemd.sysext.AlreadyMerged':
      return refusedError(
        'systemd-failed',
        messageOf('change.systemd-could-not-extensions-of-class-2', { verb, class: extensionClass, left: state }),
        nextStepFor({ about: 'merged-already', name: null, path: null }),
      );
  }
  const lines = await readMergeFailure(started);
  const words = lines === null ? null : readWords(lines);
  const reason = words?.reason ?? reasonOf(error);
  return new VeneerError(
    'systemd-failed',
    messageOf('change.systemd-could-not-extensions-of-class', { verb, class: extensionClass, reason, left: state }),
    {
      nextStep:
        words === null
          ? messageOf('change.systemd-wrote-its-reason', {
              command: 'sudo journalctl --identifier=systemd-sysext --identifier="(sd-merge)" --lines=20',
            })
          : nextStepFor(words),
      detail: lines === null ? reply : `${reply}\n${lines}`.trim(),
    },
  );
}

/** What systemd's error numbers are, of a merge that failed before anything was mounted; the others are told by their names. */
const REASONS: Readonly<Record<string, string>> = {
  ENOMEDIUM: 'No medium found',
  ENOPKG: 'Package not installed',
  ELOOP: 'Too many levels of symbolic links',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  // Its child failed.
  EPROTO: 'Protocol error',
};

function reasonOf({ code, parameters }: VarlinkError): string {
  const { errnoName, errno } = parameters;
  if (typeof errnoName === 'string') return REASONS[errnoName] ?? errnoName;
  return typeof errno === 'number' ? `error ${errno}` : code;
}
