/** Picks how changes reach the host, by asking what is there; never by version. */
import { findProgram } from '../../host/systemd-version.ts';
import type { Executor } from './executor.ts';
import { directExecutor, noExecutor, pkexecExecutor } from './helper-executors.ts';
import type { HelperCommand } from './launch.ts';
import { offersMerge, SYSEXT_SOCKET, varlinkExecutor } from './varlink.ts';

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
  const forMasks =
    pkexec === null
      ? noExecutor('pkexec is not installed, so nobody can be asked for permission.', 'Install polkit, or use sudo.')
      : pkexecExecutor(pkexec, helper, textAgent);
  return (await offersMerge(SYSEXT_SOCKET)) ? varlinkExecutor(SYSEXT_SOCKET, forMasks) : forMasks;
}
