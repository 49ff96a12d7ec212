/** The browser of the person's desktop, and whether it can read the file that would lead it to the window. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { runProgram } from '../node/run-program.ts';

const TIMEOUT_MS = 5000;

/**
 * The desktop entry by which xdg-open would start a browser in a snap, as Firefox is on Ubuntu: it sees neither the runtime
 * folder nor hidden ones.
 *
 * @param opener the path of xdg-open, beside which xdg-mime is
 * @returns null where it is none, or nobody knows
 */
export async function snapThatOpens(opener: string): Promise<string | null> {
  const ask = ['query', 'default', 'text/html'];
  const { stdout } = await runProgram(join(dirname(opener), 'xdg-mime'), ask, {
    timeoutMs: TIMEOUT_MS,
    env: process.env,
  });
  const entry = stdout.trim();
  if (!/^[^/]+\.desktop$/.test(entry)) return null;
  const path = dataFolders()
    .map((folder) => join(folder, 'applications', entry))
    .find((one) => existsSync(one));
  // snapd writes it into every entry that it makes.
  return path !== undefined && /^X-SnapInstanceName=/m.test(readFileSync(path, 'utf8')) ? entry : null;
}

/** In their order (XDG Base Directory Specification), and where snapd has its own, which its login script adds. */
function dataFolders(): string[] {
  const { XDG_DATA_HOME: own, XDG_DATA_DIRS: dirs } = process.env;
  const shared = (dirs || '/usr/local/share:/usr/share').split(':').filter((folder) => folder !== '');
  return [own || join(homedir(), '.local/share'), ...shared, '/var/lib/snapd/desktop'];
}
