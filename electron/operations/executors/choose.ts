/** Picks how changes reach the host, by asking what is there; never by version. */

import { existsSync, readFileSync } from 'node:fs';
import { HELPER_PLACES, HELPER_PROTOCOL, type HelperPlace } from '../../../shared/changes/installed-helper.ts';
import { messageOf } from '../../../shared/messages/message.ts';
import { findProgram } from '../../host/systemd-version.ts';
import type { Executor } from './executor.ts';
import { helperForRoot } from './for-root.ts';
import { directExecutor, noExecutor, pkexecExecutor } from './helper-executors.ts';
import type { HelperCommand } from './launch.ts';
import { offersMerge, SYSEXT_SOCKET, varlinkExecutor } from './varlink.ts';

export interface ExecutorOptions {
  readonly root: string;
  readonly helper: HelperCommand;
  /** A folder of the user's alone that goes with the session; null where there is none. */
  readonly runtimeDirectory: string | null;
  /** pkexec may ask on the terminal. */
  readonly textAgent: boolean;
  /** See `nobodyToAsk`. */
  readonly agentFor: number | null;
}

export async function chooseExecutor(options: ExecutorOptions): Promise<Executor> {
  const { root, helper } = options;
  if (process.getuid?.() === 0) {
    const direct = directExecutor(helper, root);
    return root === '/' && (await offersMerge(SYSEXT_SOCKET, true)) ? varlinkExecutor(SYSEXT_SOCKET, direct) : direct;
  }
  if (root !== '/') {
    return noExecutor(
      messageOf('change.only-root-can-change-tree-at', { path: root }),
      messageOf('change.run-veneer-with-sudo-to-change'),
    );
  }
  const byHelper = await byPolkit(options);
  return (await offersMerge(SYSEXT_SOCKET, false))
    ? varlinkExecutor(SYSEXT_SOCKET, byHelper, options.agentFor)
    : byHelper;
}

async function byPolkit({ helper, runtimeDirectory, textAgent, agentFor }: ExecutorOptions): Promise<Executor> {
  const pkexec = findProgram('pkexec');
  if (pkexec === null) {
    return noExecutor(
      messageOf('change.pkexec-is-not-installed-so-nobody'),
      messageOf('change.install-polkit-or-use-sudo'),
    );
  }
  const installed = HELPER_PLACES.find(isInstalled);
  if (installed !== undefined)
    return pkexecExecutor(pkexec, { program: installed.helper, args: [] }, textAgent, true, agentFor);
  const readable = await helperForRoot(helper, runtimeDirectory);
  return readable === null
    ? noExecutor(
        messageOf('change.root-cannot-start-helper-from-where'),
        messageOf('change.install-node-and-if-there-is'),
      )
    : pkexecExecutor(pkexec, readable, textAgent, false, agentFor);
}

/** Whether a helper that understands us stands where polkit's actions name it. */
function isInstalled({ helper, actions }: HelperPlace): boolean {
  try {
    return existsSync(actions) && readFileSync(helper, 'utf8').includes(HELPER_PROTOCOL);
  } catch {
    return false;
  }
}
