/** The executors that start the helper: as root, through polkit, or inside a sandbox. */
import { VeneerError } from '../../../shared/model/errors.ts';
import type { Executor } from './executor.ts';
import { callHelper, type HelperCommand } from './launch.ts';

/** For who is root already. */
export function directExecutor(helper: HelperCommand, root: string): Executor {
  return {
    kind: 'direct',
    sentence: 'Changes are made at once, for Veneer runs as root.',
    helper: null,
    run: (step, onProgress) => callHelper(helper, step, { root, onProgress }),
  };
}

/** For the owner of a sandbox: the helper runs as root of the sandbox's user namespace, and of nothing else. */
export function sandboxExecutor(
  helper: HelperCommand,
  root: string,
  staging: { refresh(): Promise<void>; uncover(): Promise<void> },
): Executor {
  return {
    kind: 'sandbox',
    sentence: 'Changes stay inside the sandbox. Nothing on this machine is touched.',
    helper: null,
    run: async (step, onProgress) => {
      if (step.verb === 'merge' || step.verb === 'refresh') await staging.refresh();
      else if (step.verb !== 'unmerge') await staging.uncover();
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
 */
export function pkexecExecutor(
  pkexec: string,
  helper: HelperCommand,
  textAgent: boolean,
  isInstalled: boolean,
): Executor {
  const agent = textAgent ? [] : ['--disable-internal-agent'];
  const command = { program: pkexec, args: [...agent, helper.program, ...helper.args] };
  return {
    kind: 'pkexec',
    sentence: isInstalled
      ? 'polkit asks for permission, and may remember it for a few minutes.'
      : 'polkit asks for permission at every step. Once the helper is installed, as Settings offers, it asks less often.',
    helper: isInstalled ? 'installed' : 'carried',
    run: (step, onProgress) =>
      callHelper(command, step, { root: '/', onProgress, ownSession: !textAgent, onExit: explainRefusal }),
  };
}

function explainRefusal({ status, stderr }: { status: number | null; stderr: string }): VeneerError | null {
  if (status === PKEXEC_DISMISSED) {
    return new VeneerError('cancelled', 'The authorization was dismissed. Nothing was changed.', {
      nextStep: 'Apply again and confirm.',
      detail: stderr,
    });
  }
  if (status !== PKEXEC_NOT_AUTHORIZED) return null;
  if (/no authentication agent/i.test(stderr)) {
    return new VeneerError('no-auth-agent', 'Nobody can be asked for permission here. Nothing was changed.', {
      nextStep: 'Run it in a desktop session, start pkttyagent in this one, or use sudo.',
      detail: stderr,
    });
  }
  return new VeneerError('not-authorized', 'polkit did not allow it. Nothing was changed.', {
    nextStep: 'Ask an administrator, or run Veneer as a user who may.',
    detail: stderr,
  });
}

/** Where nothing can be changed; the sentence says why. */
export function noExecutor(sentence: string, nextStep: string): Executor {
  return {
    kind: 'none',
    sentence,
    helper: null,
    run: () => Promise.reject(new VeneerError('unsupported', `${sentence} Nothing was changed.`, { nextStep })),
  };
}
