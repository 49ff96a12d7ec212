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
import type { Session } from '../session/session.ts';
import { findElectron, PACKAGED } from './electron-binary.ts';
import { endsWhen, hintOfPort, hintOfSocket } from './how-to-reach.ts';
import type { Invocation } from './invocation.ts';
import { onPath } from './on-path.ts';
import { askForWindow, handOver, type OpenWindow, type Reached, takeHandedOver } from './running-window.ts';
import { idleOf, type Serving, serveWindow, socketPath, untilOver, untilStopped } from './serve.ts';
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
  // A port that is named is one of its own.
  if (files.length === 0 && invocation.port === null) {
    const running = await askForWindow(windowSocket(), hostOf(invocation), !invocation.open);
    if (running !== null) return tellRunning(running);
  }
  // Chromium, which Electron is, has no sandbox of its own for root.
  if (process.getuid?.() === 0) return openForRoot(invocation);
  const display = process.env['WAYLAND_DISPLAY'] !== undefined || process.env['DISPLAY'] !== undefined;
  if (!invocation.open || !display)
    return openAddress(invocation, display ? null : messageOf('cli.there-is-no-display'));
  const electron = await findElectron(printOut);
  if (electron !== null) return runElectron(electron, invocation, files);
  const browser = BROWSERS.map(onPath).find((path) => path !== null) ?? null;
  const runtime = runtimeDirectory();
  if (browser === null) {
    const opener = onPath('xdg-open');
    if (opener !== null && runtime !== null) return openByDesktop(invocation, opener, runtime);
    return openAddress(invocation, messageOf('cli.no-electron-and-no-browser'));
  }
  if (runtime === null || isSnap(browser)) {
    return openAddress(invocation, messageOf('cli.no-electron-and-browser-may-not-read', { browser }));
  }
  printOut(messageOf('cli.no-electron-opens-in', { browser }));
  return openBrowser(invocation, browser, runtime);
}

function tellRunning(running: 'shown' | Reached): number {
  if (running === 'shown') printOut(messageOf('cli.another-window-is-open'));
  else {
    const { url, token, socket } = running;
    const first = [messageOf('cli.window-is-served-already')];
    printOut(socket === null ? hintOfPort(url, first) : hintOfSocket(socket, token, first));
  }
  return 0;
}

/** A browser in a snap sees neither the runtime folder nor hidden ones; Ubuntu's programs of these names lead to one. */
function isSnap(browser: string): boolean {
  if (realpathSync(browser).startsWith('/snap/') || realpathSync(browser) === '/usr/bin/snap') return true;
  const start = readFileSync(browser).subarray(0, 4096);
  return start.subarray(0, 2).toString('latin1') === '#!' && start.includes('/snap/bin/');
}

async function openForRoot(invocation: Invocation): Promise<number> {
  if (invocation.port !== null) return openAddress(invocation, messageOf('cli.no-browser-for-root'));
  const socket = socketPath(invocation);
  const serving = await serveWindow(invocation, socket);
  printOut(messageOf('cli.no-browser-for-root'));
  const listens = [messageOf('cli.listening-on', { socket }), endsWhen(idleOf(invocation))];
  printOut(hintOfSocket(socket, serving.door.token, listens));
  return untilEnd(invocation, serving, showNothing, socket);
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
  return untilEnd(invocation, serving, showNothing);
}

/** Without a display, or as root, a window is for the person to open. */
const showNothing = (): boolean => false;

/** In the person's own browser, of whatever make. When it closes the window nobody tells. */
async function openByDesktop(invocation: Invocation, opener: string, runtime: string): Promise<number> {
  const serving = await serveWindow(invocation, invocation.port ?? 0);
  const failed = () => printOut(hintOfPort(serving.door.url, [messageOf('cli.open-this-address')]));
  const show = () => {
    // A browser that this starts is the person's, and is to see no key of our terminal.
    const starting = { stdio: 'ignore', cwd: process.cwd(), detached: true } as const;
    // Never the address itself: what stands in a command line can be read by everybody.
    const child = startProgram(opener, [pathToFileURL(serving.door.invite(runtime)).href], starting);
    child.once('error', failed);
    child.once('close', (status) => {
      if (status !== 0) failed();
    });
    child.unref();
    return true;
  };
  printOut(messageOf('cli.opens-by-desktop', { opener }));
  printOut(endsWhen(idleOf(invocation)));
  show();
  return untilEnd(invocation, serving, show);
}

/** @param socket where it is served on one */
async function untilEnd(
  invocation: Invocation,
  { session, door, end }: Serving,
  show: () => boolean,
  socket: string | null = null,
): Promise<number> {
  const stopTaking = await takeStarts(session, invocation, {
    show,
    reached: { url: door.url, token: door.token, socket },
  });
  await untilOver(door, idleOf(invocation));
  stopTaking?.();
  await end();
  return 0;
}

/** @param runtime a folder of this user's alone */
async function openBrowser(invocation: Invocation, browser: string, runtime: string): Promise<number> {
  const { session, door, end } = await serveWindow(invocation, invocation.port ?? 0);
  // A profile of its own, so that the browser's process ends with its window and nothing is left behind.
  const profile = mkdtempSync(join(tmpdir(), 'veneer-window-'));
  let stopped: Promise<void> | undefined;
  let isStopped = false;
  try {
    // Never the address itself: what stands in a command line can be read by everybody.
    const argsTo = (invitation: URL) => [
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
    const start = () => {
      const args = argsTo(pathToFileURL(door.invite(runtime)));
      return startProgram(browser, args, { stdio: ['ignore', 'ignore', 'ignore'], cwd: process.cwd() });
    };
    const child = start();
    // With the same profile it is the running browser that opens it, and what was started ends at once.
    const show = () => {
      start().on('error', (error) => session.complain('open', error));
      return true;
    };
    stopped = untilStopped().then(() => {
      isStopped = true;
      child.kill();
    });
    const reached = { url: door.url, token: door.token, socket: null };
    const stopTaking = await takeStarts(session, invocation, { show, reached });
    const over = exitCodeOf(child);
    const status = await Promise.race([over, stopped.then(() => 0)]);
    stopTaking?.();
    // It writes into its profile up to its end.
    await Promise.race([over, sleep(BROWSER_ENDS_MS, null, { ref: false })]);
    return status;
  } finally {
    await end(isStopped ? undefined : stopped);
    removeIfPossible(profile);
  }
}

/** Shows the files of this start, and those of later ones, for which it opens more windows. */
function takeStarts(
  { openRequests }: Session,
  invocation: Invocation,
  window: Omit<OpenWindow, 'takeFiles'>,
): Promise<(() => void) | null> {
  const takeFiles = (paths: readonly string[]) => openRequests.offer({ kind: 'files', paths: [...paths] });
  if (invocation.operands.length > 0) takeFiles(invocation.operands.map((path) => resolve(path)));
  return takeHandedOver(windowSocket(), hostOf(invocation), { takeFiles, ...window });
}

function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise((settle) => {
    child.once('error', () => settle(1));
    child.once('close', (status) => settle(status ?? 0));
  });
}
