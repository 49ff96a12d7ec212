/** Finds Electron's binary, or fetches it once where its package is and the network lets us. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { DIST } from '../api/paths.ts';
import { startProgram } from '../node/long-program.ts';

/** Long enough for a handshake far away, short enough for a person who waits offline. */
const PROBE_MS = 4000;
const DOWNLOAD_MS = 10 * 60 * 1000;
/** Where the packages with a desktop window have it. */
export const PACKAGED = '/opt/Veneer/veneer-desktop';
const RELEASES = 'https://github.com/electron/electron/releases/';

/** @returns the binary, or null where it is not there and cannot be fetched */
export async function findElectron(say: (line: Message) => void): Promise<string | null> {
  // A look at the file, never `require('electron')`: that starts a download by itself.
  if (existsSync(PACKAGED)) return PACKAGED;
  const folder = join(DIST, '..', 'node_modules', 'electron');
  const here = installedIn(folder);
  if (here !== null) return here;
  const installer = join(folder, 'install.js');
  if (!existsSync(installer) || process.env['ELECTRON_SKIP_BINARY_DOWNLOAD'] !== undefined) return null;
  if (!(await canReach(process.env['ELECTRON_MIRROR'] ?? RELEASES))) return null;
  say(messageOf('cli.fetching-electron'));
  await runInstaller(installer);
  return installedIn(folder);
}

function installedIn(folder: string): string | null {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined) {
    const path = join(override, 'electron');
    return existsSync(path) ? path : null;
  }
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const path = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(path) ? path : null;
}

async function canReach(url: string): Promise<boolean> {
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PROBE_MS) });
    return true;
  } catch {
    return false;
  }
}

function runInstaller(installer: string): Promise<void> {
  return new Promise((settle) => {
    const child = startProgram(process.execPath, [installer], {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeoutMs: DOWNLOAD_MS,
    });
    child.once('error', () => settle());
    child.once('close', () => settle());
  });
}
