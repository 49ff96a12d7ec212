/** Picks how changes reach the host, by asking what is there; never by version. */
import { existsSync, readFileSync } from 'node:fs';
import { HELPER_PROTOCOL, INSTALLED_HELPER } from '../../../shared/helper-verbs.ts';
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
  if (process.getuid?.() === 0) {
    const direct = directExecutor(helper, root);
    return root === '/' && (await offersMerge(SYSEXT_SOCKET, true)) ? varlinkExecutor(SYSEXT_SOCKET, direct) : direct;
  }
  if (root !== '/') {
    return noExecutor(`Only root can change the tree at ${root}.`, 'Run Veneer with sudo to change it.');
  }
  const pkexec = findProgram('pkexec');
  const installed = isInstalled();
  const byHelper =
    pkexec === null
      ? noExecutor('pkexec is not installed, so nobody can be asked for permission.', 'Install polkit, or use sudo.')
      : pkexecExecutor(pkexec, installed ? INSTALLED : helper, textAgent, installed);
  return (await offersMerge(SYSEXT_SOCKET, false)) ? varlinkExecutor(SYSEXT_SOCKET, byHelper) : byHelper;
}

const INSTALLED: HelperCommand = { program: INSTALLED_HELPER, args: [] };

/** Whether a helper that understands us stands where polkit's actions name it. */
function isInstalled(): boolean {
  try {
    return existsSync(POLICY) && readFileSync(INSTALLED_HELPER, 'utf8').includes(HELPER_PROTOCOL);
  } catch {
    return false;
  }
}
