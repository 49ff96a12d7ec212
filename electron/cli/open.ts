/** veneer open: shows the window with the best that this machine has. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Core } from '../api/core.ts';
import { DIST, runtimeDirectory, stateDirectory } from '../api/paths.ts';
import type { Invocation } from './arguments.ts';
import { findElectron, PACKAGED } from './electron-binary.ts';
import { handOver, takeHandedOver } from './running-window.ts';
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
  const files = invocation.operands.map((path) => resolve(path));
  if (files.length > 0 && (await handOver(windowSocket(), { host: hostOf(invocation), paths: files }))) {
    say('The files are in the window that is open.');
    return 0;
  }
  const display = process.env['WAYLAND_DISPLAY'] !== undefined || process.env['DISPLAY'] !== undefined;
  if (!invocation.open || !display) return openAddress(invocation, display ? null : 'There is no display.');
  const isRoot = process.getuid?.() === 0;
  // Chromium, which Electron is, has no sandbox of its own for root.
  const electron = isRoot ? null : await findElectron(say);
  if (electron !== null) return runElectron(electron, invocation, files);
  const browser = BROWSERS.map(onPath).find((path) => path !== null) ?? null;
  const why = isRoot ? 'Electron is not run as root' : "Electron's binary is not here and cannot be fetched";
  if (browser === null) {
    return openAddress(invocation, `${why}, and no Chromium, Chrome or Edge is installed.`);
  }
  say(`${why}: the window opens in ${browser}.`);
  return openBrowser(invocation, browser, isRoot);
}

/** A window of one tree takes no files for another. */
function hostOf({ root, sandbox }: Invocation): string {
  return sandbox ? 'sandbox' : root;
}

function windowSocket(): string {
  return join(runtimeDirectory() ?? join(stateDirectory(), 'run'), 'window.sock');
}

function runElectron(electron: string, invocation: Invocation, files: readonly string[]): Promise<number> {
  const { sandbox, root, asSystemd } = invocation;
  // Packaged, it knows its application itself. Wayland where there is one, unless the person says otherwise.
  const args = electron === PACKAGED ? [] : [join(DIST, '..')];
  args.push(`--root=${root}`, '--ozone-platform-hint=auto');
  if (sandbox) args.push('--sandbox-tree');
  if (asSystemd !== null) args.push(`--as-systemd=${asSystemd}`);
  return ended(spawn(electron, [...args, '--', ...files], { stdio: 'inherit' }));
}

async function openAddress(invocation: Invocation, why: string | null): Promise<number> {
  const core = await openCore(invocation);
  try {
    const door = await openWebDoor(core, invocation.port ?? 0);
    say(`${why === null ? '' : `${why} `}Open this address in a browser on this machine (Ctrl-C ends it):`);
    say(door.url);
    const stopTaking = await takeFiles(core, invocation);
    await untilStopped();
    stopTaking?.();
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
    const stopTaking = await takeFiles(core, invocation);
    const status = await Promise.race([ended(child), stopped.then(() => 0)]);
    stopTaking?.();
    await door.close();
    return status;
  } finally {
    core.close();
    if (existsSync(profile)) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Shows the files of this start, and those of later ones. */
function takeFiles({ inbox }: Core, invocation: Invocation): Promise<(() => void) | null> {
  const offer = (paths: readonly string[]) => inbox.offer({ kind: 'files', paths: [...paths] });
  if (invocation.operands.length > 0) offer(invocation.operands.map((path) => resolve(path)));
  return takeHandedOver(windowSocket(), hostOf(invocation), offer);
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((settle) => {
    child.once('error', () => settle(1));
    child.once('close', (status) => settle(status ?? 0));
  });
}
