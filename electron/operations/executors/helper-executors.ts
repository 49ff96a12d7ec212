/** The executors that start the helper: as root, through polkit, or inside a sandbox. */

import { lstatSync } from 'node:fs';
import { isMergeStep, laysOver } from '../../../shared/changes/merge.ts';
import { isRootsOwn as isRootsOwnFile } from '../../../shared/changes/roots-own.ts';
import { type Message, messageOf } from '../../../shared/messages/message.ts';
import { VeneerError } from '../../../shared/model/errors.ts';
import type { Executor } from './executor.ts';
import { callHelper, type HelperCommand, type Outcome } from './launch.ts';
import { explainNo, nobodyToAsk } from './refusals.ts';

/** For who is root already. */
export function directExecutor(helper: HelperCommand, root: string): Executor {
  return {
    kind: 'direct',
    sentence: messageOf('change.changes-are-made-at-once-for'),
    helper: null,
    goesBack: root === '/' && isRootsOwn(helper),
    run: (step, onProgress) => callHelper(helper, step, { root, onProgress }),
  };
}

/** What runs later must be what runs now. */
function isRootsOwn({ program, args }: HelperCommand): boolean {
  return [program, ...args].every((path) => isRootsOwnFile(path, (at) => lstatSync(at, { throwIfNoEntry: false })));
}

/** For the owner of a sandbox: the helper runs as root of the sandbox's user namespace, and of nothing else. */
export function sandboxExecutor(
  helper: HelperCommand,
  root: string,
  staging: { refresh(): Promise<void>; uncover(): Promise<void> },
): Executor {
  return {
    kind: 'sandbox',
    sentence: messageOf('change.changes-stay-inside-sandbox-nothing-on'),
    helper: null,
    run: async (step, onProgress) => {
      if (laysOver(step)) await staging.refresh();
      else if (!isMergeStep(step)) await staging.uncover();
      return callHelper(helper, step, { root, onProgress });
    },
  };
}

/** pkexec(1): 127 where no authorization could be obtained, 126 where the person dismissed the question. */
const PKEXEC_DISMISSED = 126;
const PKEXEC_NOT_AUTHORIZED = 127;

/**
 * For everyone else: polkit asks.
 *
 * @param textAgent whether pkexec may ask on the terminal that it was started from
 * @param isInstalled whether the helper has actions of its own; without them only polkit's general one fits, which is
 *   never kept
 * @param agentFor see `nobodyToAsk`
 */
export function pkexecExecutor(
  pkexec: string,
  helper: HelperCommand,
  textAgent: boolean,
  isInstalled: boolean,
  agentFor: number | null,
): Executor {
  const agent = textAgent ? [] : ['--disable-internal-agent'];
  const command = { program: pkexec, args: [...agent, helper.program, ...helper.args] };
  return {
    kind: 'pkexec',
    sentence: isInstalled
      ? messageOf('change.polkit-asks-for-permission-and-may')
      : messageOf('change.polkit-asks-for-permission-at-every'),
    helper: isInstalled ? 'installed' : 'carried',
    goesBack: isInstalled,
    run: (step, onProgress) =>
      callHelper(command, step, {
        root: '/',
        onProgress,
        ownSession: !textAgent,
        onExit: (outcome) => explainRefusal(outcome, isInstalled, agentFor),
      }),
  };
}

/** The action of pkexec itself (pkexec(1)), where the helper has none of its own. */
const GENERAL_ACTION = 'org.freedesktop.policykit.exec';

async function explainRefusal(
  { status, stderr, verb }: Outcome,
  isInstalled: boolean,
  agentFor: number | null,
): Promise<VeneerError | null> {
  if (status === PKEXEC_DISMISSED) {
    return new VeneerError('cancelled', messageOf('change.authorization-was-dismissed-nothing-was-changed'), {
      nextStep: messageOf('change.apply-again-and-confirm'),
      detail: stderr,
    });
  }
  if (status !== PKEXEC_NOT_AUTHORIZED) return null;
  if (/no authentication agent/i.test(stderr)) return nobodyToAsk(agentFor, stderr);
  return explainNo(
    isInstalled ? `org.veneer.helper.${verb}` : GENERAL_ACTION,
    stderr,
    { message: messageOf('change.authentication-failed'), nextStep: messageOf('change.try-again-with-right-password') },
    {
      message: messageOf('change.polkit-did-not-allow-it-nothing'),
      nextStep: messageOf('change.ask-administrator-or-run-veneer-as'),
    },
  );
}

/** Where nothing can be changed; the sentence says why. */
export function noExecutor(sentence: Message, nextStep: Message): Executor {
  return {
    kind: 'none',
    sentence,
    helper: null,
    run: () =>
      Promise.reject(
        new VeneerError('unsupported', messageOf('change.nothing-was-changed', { reason: sentence }), { nextStep }),
      ),
  };
}
