/** Starts the shipped main.js on the stand-in for `electron` and connects to the page that it shows. */
import { type ChildProcess, fork } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright/test';
import type { Scratch } from '../harness/scratch.ts';
import { makeHome } from './server.ts';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const register = fileURLToPath(new URL('../electron-stand-in/register.ts', import.meta.url));

/** Longer than a slow machine needs to start Chromium. */
const TIMEOUT_MS = 120_000;

export interface Told {
  readonly what: string;
  readonly args: readonly unknown[];
}

export interface Desktop {
  readonly page: Page;
  /** Everything that main asked of the desktop so far. */
  readonly told: readonly Told[];
  /** Lets the stand-in do something and gives what it tells of it. */
  command(command: Readonly<Record<string, unknown>>): Promise<Told>;
  /** Sends raw IPC from where the preload stands. */
  sendSync(channel: string, ...args: unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

export async function startDesktop(
  scratch: Scratch,
  args: readonly string[],
  desktop: Readonly<Record<string, string>> = {},
): Promise<Desktop> {
  const port = await freePort();
  const child = fork(join(dist, 'main.js'), args, {
    execArgv: ['--no-warnings', '--import', register],
    env: {
      ...makeHome(scratch, 'own'),
      ...desktop,
      STAND_IN_PORT: String(port),
      VENEER_CHROMIUM: process.env['VENEER_CHROMIUM'] ?? '/usr/bin/chromium',
    },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  const told: Told[] = [];
  child.on('message', (message) => told.push(message as Told));
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints += chunk.toString('utf8');
  });
  await waitFor(child, told, 'shown', () => complaints);
  const browser: Browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = browser
    .contexts()
    .flatMap((context) => context.pages())
    .find((one) => one.url().startsWith('http://veneer.test'));
  if (page === undefined) throw new Error('the stand-in shows no window');
  return {
    page,
    told,
    async command(command) {
      const before = told.length;
      child.send(command);
      const what = String(command['do']);
      await waitFor(child, told, what, () => complaints, before);
      return told.slice(before).find((one) => one.what === what) as Told;
    },
    async sendSync(channel, ...sent) {
      const cdp = await page.context().newCDPSession(page);
      const worlds: number[] = [];
      cdp.on('Runtime.executionContextCreated', ({ context }) => {
        if (context.name === 'preload') worlds.push(context.id);
      });
      await cdp.send('Runtime.enable');
      const expression = `JSON.stringify(standInIpc.sendSync(${JSON.stringify(channel)}, ...${JSON.stringify(sent)}), (key, value) => value instanceof Error ? value.message : value)`;
      const { result } = await cdp.send('Runtime.evaluate', { expression, contextId: worlds.at(-1) ?? 0 });
      await cdp.detach();
      return result.value === undefined ? undefined : JSON.parse(String(result.value));
    },
    async close() {
      if (child.exitCode !== null) return;
      // Playwright has to let go before the browser goes away below it.
      await browser.close();
      const gone = new Promise((settle) => child.once('close', settle));
      child.send({ do: 'close' });
      await gone;
    },
  };
}

async function waitFor(
  child: ChildProcess,
  told: readonly Told[],
  what: string,
  complaints: () => string,
  after = 0,
): Promise<void> {
  for (let waited = 0; waited < TIMEOUT_MS; waited += 20) {
    if (told.slice(after).some((one) => one.what === what)) return;
    if (child.exitCode !== null) break;
    await sleep(20);
  }
  throw new Error(`main.js did not say "${what}", exit status ${child.exitCode}:\n${complaints()}`);
}

function freePort(): Promise<number> {
  return new Promise((settle) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => settle(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
