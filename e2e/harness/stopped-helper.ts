/** Holds a helper in the middle of its work, so that what happens meanwhile is no matter of luck. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 5;
const TIMEOUT_MS = 120_000;

/**
 * Stops the helper that installs into a tree as soon as there is one.
 *
 * @returns lets it go on
 * @throws where none came
 */
export async function stopInstaller(tree: string): Promise<() => void> {
  for (const end = Date.now() + TIMEOUT_MS; Date.now() < end; await sleep(LOOK_EVERY_MS)) {
    const pid = readdirSync('/proc').find((one) => /^\d+$/.test(one) && isInstaller(one, tree));
    if (pid === undefined) continue;
    process.kill(Number(pid), 'SIGSTOP');
    return () => process.kill(Number(pid), 'SIGCONT');
  }
  throw new Error(`no helper installs into ${tree}`);
}

function isInstaller(pid: string, tree: string): boolean {
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const at = args.indexOf('install');
    return at > 0 && args[at - 1]?.includes('helper') === true && args[at + 1]?.includes(tree) === true;
  } catch {
    return false;
  }
}
