/** Picks how changes reach the host, by asking what is there; never by version. */
import { existsSync, statSync } from 'node:fs';
import { INSTALLED_HELPER } from '../../../shared/helper-verbs.ts';
import { findProgram } from '../../host/systemd-version.ts';
import type { Executor } from './executor.ts';
import { directExecutor, noExecutor, pkexecExecutor } from './helper-executors.ts';
import type { HelperCommand } from './launch.ts';
import { offersMerge, SYSEXT_SOCKET, varlinkExecutor } from './varlink.ts';

const POLICY = '/usr/share/polkit-1/actions/org.veneer.helper.policy';

export interface ExecutorOptions {
  readonly root: string;
  readonly helper: HelperCommand;
  /** pkexec may ask on the terminal. */
  readonly textAgent: boolean;
}

export async function chooseExecutor({ root, helper, textAgent }: ExecutorOptions): Promise<Executor> {
  if (process.getuid?.() === 0) return directExecutor(helper, root);
  if (root !== '/') {
    return noExecutor(`Only root can change the tree at ${root}.`, 'Run Veneer with sudo to change it.');
  }
  const pkexec = findProgram('pkexec');
  const byHelper =
    pkexec === null
      ? noExecutor('pkexec is not installed, so nobody can be asked for permission.', 'Install polkit, or use sudo.')
      : pkexecExecutor(pkexec, isInstalled() ? INSTALLED : helper, textAgent, isInstalled());
  return (await offersMerge(SYSEXT_SOCKET)) ? varlinkExecutor(SYSEXT_SOCKET, byHelper) : byHelper;
}

const INSTALLED: HelperCommand = { program: INSTALLED_HELPER, args: [] };

/** Whether the helper stands where polkit's actions name it; a request of another version it refuses itself. */
function isInstalled(): boolean {
  return statSync(INSTALLED_HELPER, { throwIfNoEntry: false })?.isFile() === true && existsSync(POLICY);
}
