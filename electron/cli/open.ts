/** veneer open: shows the window with the best that this machine has. */

import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { joinTexts, type Message, messageOf } from '../../shared/messages/message.ts';
import { DIST, runtimeDirectory, stateDirectory } from '../api/paths.ts';
import { startProgram } from '../node/long-program.ts';
import { removeIfPossible } from '../node/own-file.ts';
import { snapThatOpens } from './default-browser.ts';
import { findElectron, PACKAGED } from './electron-binary.ts';
import { endsWhen, hintOfPort } from './how-to-reach.ts';
import type { Invocation } from './invocation.ts';
import { onPath } from './on-path.ts';
import { askForWindow, handOver, type OpenWindow, takeHandedOver } from './running-window.ts';
import { idleOf, type Serving, serveAndTell, serveWindow, untilOver, untilStopped } from './serve.ts';
import { printOut } from './terminal.ts';

const BROWSERS = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const BROWSER_ENDS_MS = 5000;

export async function runOpen(invocation: Invocation): Promise<number> {
  const files = invocation.operands.map((path) => resolve(path));
  // Before a window opens, which is where nobody who typed it looks.
  for (const path of files) statSync(path);
  if (files.length > 0 && (await handOver(windowSocket(), { host: hostOf(invocation), paths: files })) === 'taken') {
    printOut(messageOf('cli.files-are-in-window'));
    return 0;
  }
  // Chromium, which Electron is, has no sandbox of its own for root.
  if (process.getuid?.() === 0) return openForRoot(invocation);
  // A port that is named is one of its own.
  if (files.length === 0 && invocation.port === null) {
    const running = await askForWindow(windowSocket(), hostOf(invocation), !invocation.open);
    if (running !== null) return tellRunning(running);
  }
  const display = process.env['WAYLAND_DISPLAY'] !== undefined || process.env['DISPLAY'] !== undefined;
  if (!invocation.open || !display)
    return openAddress(invocation, display ? null : messageOf('cli.there-is-no-display'));
  const electron = await findElectron(printOut);
  if (electron !== null) return runElectron(electron, invocation, files);
  const browser = BROWSERS.map(onPath).find((path) => path !== null) ?? null;
  const runtime = runtimeDirectory();
  if (browser === null) {
    const opener = onPath('xdg-open');
    if (opener !== null && runtime !== null) {
      const snap = await snapThatOpens(opener);
      if (snap === null) return openByDesktop(invocation, opener, runtime);
      return openAddress(invocation, messageOf('cli.no-electron-and-browser-may-not-read', { browser: snap }));
    }
    return openAddress(invocation, messageOf('cli.no-electron-and-no-browser'));
  }
  if (runtime === null || isSnap(browser)) {
    return openAddress(invocation, messageOf('cli.no-electron-and-browser-may-not-read', { browser }));
  }
  printOut(messageOf('cli.no-electron-opens-in', { browser }));
  return openBrowser(invocation, browser, runtime);
}

function tellRunning(running: 'shown' | { readonly url: string }): number {
  if (running === 'shown') printOut(messageOf('cli.another-window-is-open'));
  else printOut(hintOfPort(running.url, [messageOf('cli.window-is-served-already')]));
  return 0;
}

/** A browser in a snap sees neither the runtime folder nor hidden ones; Ubuntu's programs of these names lead to one. */
function isSnap(browser: string): boolean {
  if (realpathSync(browser).startsWith('/snap/') || realpathSync(browser) === '/usr/bin/snap') return true;
  const start = readFileSync(browser).subarray(0, 4096);
  return start.subarray(0, 2).toString('latin1') === '#!' && start.includes('/snap/bin/');
}

function openForRoot(invocation: Invocation): Promise<number> {
  const why = messageOf('cli.no-browser-for-root');
  if (invocation.port !== null) return openAddress(invocation, why);
  return serveAndTell(invocation, [why], (serving) => takeStarts(serving, invocation, null));
}

/** A window of one tree takes no files for another, nor for one that is judged otherwise. */
function hostOf({ root, sandbox, asSystemd }: Invocation): string {
  const tree = sandbox ? 'sandbox' : root;
  return asSystemd === null ? tree : `${tree} as systemd ${asSystemd}`;
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
  return exitCodeOf(startProgram(electron, [...args, '--', ...files], { stdio: 'inherit', cwd: process.cwd() }));
}

async function openAddress(invocation: Invocation, why: Message | null): Promise<number> {
  const serving = await serveWindow(invocation, invocation.port ?? 0);
  printOut(joinTexts([...(why === null ? [] : [why]), messageOf('cli.open-this-address')], ' '));
  printOut(endsWhen(idleOf(invocation)));
  printOut(serving.door.url);
  return untilEnd(invocation, serving, null);
}

/** In the person's own browser, of whatever make. When it closes the window nobody tells. */
async function openByDesktop(invocation: Invocation, opener: string, runtime: string): Promise<number> {
  const serving = await serveWindow(invocation, invocation.port ?? 0);
  // One that was not started has no exit.
  const failed = () => printOut(hintOfPort(serving.door.url, [messageOf('cli.open-this-address')]));
  const show = () => {
    // A browser that this starts is the person's, and is to see no key of our terminal.
    const starting = { stdio: 'ignore', cwd: process.cwd(), detached: true } as const;
    // Never the address itself: what stands in a command line can be read by everybody.
    const child = startProgram(opener, [pathToFileURL(serving.door.invite(runtime)).href], starting);
    child.once('error', failed);
    child.once('exit', (status) => {
      if (status !== 0) failed();
    });
    child.unref();
  };
  printOut(messageOf('cli.opens-by-desktop', { opener }));
  printOut(endsWhen(idleOf(invocation)));
  show();
  return untilEnd(invocation, serving, show);
}

async function untilEnd(invocation: Invocation, serving: Serving, show: OpenWindow['show']): Promise<number> {
  const stopTaking = await takeStarts(serving, invocation, show);
  await untilOver(serving.door, idleOf(invocation));
  stopTaking?.();
  await serving.end();
  return 0;
}

/** @param runtime a folder of this user's alone */
async function openBrowser(invocation: Invocation, browser: string, runtime: string): Promise<number> {
  const serving = await serveWindow(invocation, invocation.port ?? 0);
  const { door, end } = serving;
  const windows: BrowserWindow[] = [];
  const show = () => {
    windows.push(openBrowserWindow(browser, pathToFileURL(door.invite(runtime))));
  };
  let stopped: Promise<void> | undefined;
  let isStopped = false;
  try {
    show();
    stopped = untilStopped().then(() => {
      isStopped = true;
      for (const { child } of windows) child.kill();
    });
    const stopTaking = await takeStarts(serving, invocation, show);
    // Later starts add to them while it waits.
    const allOver = async () => {
      let status = 0;
      for (const { over } of windows) status = Math.max(status, await over);
      return status;
    };
    const status = await Promise.race([allOver(), stopped.then(() => 0)]);
    stopTaking?.();
    // It writes into its profile up to its end.
    await Promise.race([allOver(), sleep(BROWSER_ENDS_MS, null, { ref: false })]);
    return status;
  } finally {
    await end(isStopped ? undefined : stopped);
    for (const { profile } of windows) removeIfPossible(profile);
  }
}

interface BrowserWindow {
  readonly child: ChildProcess;
  /** Its exit status, once it is closed. */
  readonly over: Promise<number>;
  readonly profile: string;
}

/** Opens a window with a profile of its own, so that the browser's process ends with it and nothing is left behind. */
function openBrowserWindow(browser: string, invitation: URL): BrowserWindow {
  const profile = mkdtempSync(join(tmpdir(), 'veneer-window-'));
  const args = [
    // Never the address itself: what stands in a command line can be read by everybody.
    `--app=${invitation}`,
    `--user-data-dir=${profile}`,
    // As StartupWMClass= of the desktop entry has it, so that the window has its icon.
    '--class=org.veneer.Veneer',
    '--window-size=1180,760',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
  ];
  const child = startProgram(browser, args, { stdio: ['ignore', 'ignore', 'ignore'], cwd: process.cwd() });
  return { child, over: exitCodeOf(child), profile };
}

/** Shows the files of this start, and those of later ones, for which it opens more windows. */
function takeStarts(
  { session, door: { url } }: Pick<Serving, 'session' | 'door'>,
  invocation: Invocation,
  show: OpenWindow['show'],
): Promise<(() => void) | null> {
  const { openRequests } = session;
  const offerFiles = (paths: readonly string[]) => openRequests.offer({ kind: 'files', paths: [...paths] });
  if (invocation.operands.length > 0) offerFiles(invocation.operands.map((path) => resolve(path)));
  const takeFiles = (paths: readonly string[]) => {
    offerFiles(paths);
    // The last page may have been closed since.
    if (!openRequests.isWatched()) show?.();
  };
  return takeHandedOver(windowSocket(), hostOf(invocation), { takeFiles, show, url });
}

function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise((settle) => {
    child.once('error', () => settle(1));
    child.once('close', (status) => settle(status ?? 0));
  });
}
