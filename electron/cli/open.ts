/** veneer open: shows the window with the best that this machine has. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIST } from '../api/paths.ts';
import type { Invocation } from './arguments.ts';
import { findElectron } from './electron-binary.ts';
import { openWebDoor, untilStopped } from './serve.ts';
import { onPath, openCore } from './setup.ts';

const BROWSERS = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export async function runOpen(invocation: Invocation): Promise<number> {
  const display = process.env['WAYLAND_DISPLAY'] !== undefined || process.env['DISPLAY'] !== undefined;
  if (!invocation.open || !display) return openAddress(invocation, display ? null : 'There is no display.');
  const isRoot = process.getuid?.() === 0;
  // Chromium, which Electron is, has no sandbox of its own for root.
  const electron = isRoot ? null : await findElectron(say);
  if (electron !== null) return runElectron(electron, invocation);
  const browser = BROWSERS.map(onPath).find((path) => path !== null) ?? null;
  const why = isRoot ? 'Electron is not run as root' : "Electron's binary is not here and cannot be fetched";
  if (browser === null) {
    return openAddress(invocation, `${why}, and no Chromium, Chrome or Edge is installed.`);
  }
  say(`${why}: the window opens in ${browser}.`);
  return openBrowser(invocation, browser, isRoot);
}

function runElectron(electron: string, invocation: Invocation): Promise<number> {
  const { sandbox, root, asSystemd } = invocation;
  const args = [join(DIST, '..'), `--root=${root}`];
  if (sandbox) args.push('--sandbox-tree');
  if (asSystemd !== null) args.push(`--as-systemd=${asSystemd}`);
  return ended(spawn(electron, args, { stdio: 'inherit' }));
}

async function openAddress(invocation: Invocation, why: string | null): Promise<number> {
  const core = await openCore(invocation);
  try {
    const door = await openWebDoor(core, invocation.port ?? 0);
    say(`${why === null ? '' : `${why} `}Open this address in a browser on this machine (Ctrl-C ends it):`);
    say(door.url);
    await untilStopped();
    await door.close();
    return 0;
  } finally {
    core.close();
  }
}

async function openBrowser(invocation: Invocation, browser: string, isRoot: boolean): Promise<number> {
  const core = await openCore(invocation);
  // A profile of its own, so that the browser's process ends with its window and nothing is left behind.
  const profile = mkdtempSync(join(tmpdir(), 'veneer-window-'));
  try {
    const door = await openWebDoor(core, invocation.port ?? 0);
    const args = [
      `--app=${door.url}`,
      `--user-data-dir=${profile}`,
      '--class=veneer',
      '--window-size=1180,760',
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-sync',
      '--disable-background-networking',
      '--disable-component-update',
    ];
    if (isRoot) args.push('--no-sandbox');
    const child = spawn(browser, args, { stdio: ['ignore', 'ignore', 'ignore'] });
    const stopped = untilStopped().then(() => {
      child.kill();
    });
    const status = await Promise.race([ended(child), stopped.then(() => 0)]);
    await door.close();
    return status;
  } finally {
    core.close();
    if (existsSync(profile)) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((settle) => {
    child.once('error', () => settle(1));
    child.once('close', (status) => settle(status ?? 0));
  });
}
