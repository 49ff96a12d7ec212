/** No secret stands where other users of the machine can read it: in the arguments or the environment of any process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, test as base, chromium, expect, type Page } from 'playwright/test';
import { isRoot } from '../harness/mount-namespace.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { makeHome, ORDINARY_USER, type Start, veneerCommand } from '../shells/server.ts';

const BROWSER = process.env['VENEER_CHROMIUM'] ?? '/usr/bin/chromium';

interface Opened {
  readonly child: ChildProcess;
  /** What it printed so far. */
  said(): string;
  readonly runtime: string;
}

const test = base.extend<{ scratch: Scratch; open: (user: Start['user']) => Opened }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  scratch: async ({}, use) => {
    const scratch = makeScratch('secrets');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    // The real browser, without a display and with a way for the test to look into it. It keeps what it was led by.
    scratch.put(
      'bin/chromium',
      `#!/bin/sh
for each in "$@"; do case "$each" in --app=file://*) cp "\${each#--app=file://}" ${scratch.path}/seen/led-by ;; esac; done
touch ${scratch.path}/seen/started
exec ${BROWSER} --headless --no-sandbox --remote-debugging-port=0 "$@"
`,
      0o755,
    );
    await use(scratch);
    scratch.remove();
  },
  open: async ({ scratch }, use) => {
    const children: ChildProcess[] = [];
    await use((user) => {
      const env = makeHome(scratch, user);
      const runtime = join(scratch.path, 'runtime');
      for (const folder of ['runtime', 'seen', 'tmp']) {
        mkdirSync(join(scratch.path, folder), { mode: 0o700, recursive: true });
        if (isRoot && user === 'ordinary') chownSync(join(scratch.path, folder), ORDINARY_USER, ORDINARY_USER);
      }
      chmodSync(join(scratch.path, 'tree'), 0o755);
      const [program = '', ...args] = veneerCommand(user, ['open', '--root', join(scratch.path, 'tree')]);
      const PATH = `${join(scratch.path, 'bin')}:${env['PATH']}`;
      const more = { PATH, DISPLAY: ':77', XDG_RUNTIME_DIR: runtime, TMPDIR: join(scratch.path, 'tmp') };
      const child = spawn(program, args, { cwd: '/', env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'inherit'] });
      children.push(child);
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += String(chunk);
      });
      return { child, said: () => said, runtime: join(runtime, 'veneer') };
    });
    for (const child of children) await ended(child);
  },
});

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((settle) => {
    if (child.exitCode !== null) return settle(child.exitCode);
    child.once('close', (status) => settle(status));
    child.kill('SIGTERM');
  });
}

/** The arguments and environments of all processes that this user may look into, by process. */
function everythingSaid(): Map<string, string> {
  return new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => [pid, ['cmdline', 'environ'].map((file) => readIfThere(`/proc/${pid}/${file}`)).join('\0')]),
  );
}

const pageIn = (browser: Browser) =>
  browser
    .contexts()
    .flatMap((context) => context.pages())
    .find((one) => one.url().startsWith('http://127.0.0.1'));

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

test('the browser is led in by a file, and no process has the code or the token', async ({ scratch, open }) => {
  const { child, runtime } = open('ordinary');
  const led = join(scratch.path, 'seen/led-by');
  await expect.poll(() => readIfThere(led)).toContain('url=');
  const code = /#code\.([\w-]{43})"/.exec(readFileSync(led, 'utf8'))?.[1] ?? '';
  expect(code).not.toBe('');
  const profiles = () => readdirSync(join(scratch.path, 'tmp')).filter((name) => name.startsWith('veneer-window-'));
  const profile = () => profiles()[0] ?? '';
  const active = (of = profile()) => readIfThere(join(scratch.path, 'tmp', of, 'DevToolsActivePort'));
  await expect.poll(active).toMatch(/^\d+\n/);
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${active().split('\n')[0]}`);
  const page = () => pageIn(browser);
  await expect.poll(() => page()?.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#\/extensions$/);
  await expect((page() as Page).getByRole('main')).toBeVisible();
  const token = await page()?.evaluate(() => sessionStorage.getItem('veneer-token'));
  expect(token).toMatch(/^[\w-]{43}$/);
  const said = everythingSaid();
  expect([...said.values()].filter((one) => one.includes(profile())).length, 'the browser is seen').toBeGreaterThan(1);
  for (const secret of [code, String(token)]) {
    expect([...said].filter(([, one]) => one.includes(secret)).map(([pid]) => pid)).toEqual([]);
  }
  expect(
    readdirSync(runtime).filter((name) => name.endsWith('.html')),
    'gone once it was followed',
  ).toEqual([]);
  await page()?.reload();
  await expect((page() as Page).getByRole('main')).toBeVisible();
  // A later start opens another window of the same server, which goes on until both are closed.
  const [first = ''] = profiles();
  const again = open('ordinary');
  await expect.poll(() => again.child.exitCode).toBe(0);
  expect(again.said()).toContain('Another window of the Veneer that runs already opens.');
  const second = () => profiles().find((name) => name !== first) ?? '';
  await expect.poll(() => active(second())).toMatch(/^\d+\n/);
  const other = await chromium.connectOverCDP(`http://127.0.0.1:${active(second()).split('\n')[0]}`);
  await expect.poll(() => pageIn(other)?.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#\/extensions$/);
  expect(new URL(pageIn(other)?.url() ?? '').host).toBe(new URL(page()?.url() ?? '').host);
  const closing = await browser.newBrowserCDPSession();
  // It closes the connection that would answer; that it is gone is seen by what follows.
  await closing.send('Browser.close').catch(() => {});
  await (pageIn(other) as Page).reload();
  await expect((pageIn(other) as Page).getByRole('main')).toBeVisible();
  expect(child.exitCode).toBeNull();
  await other.close();
  expect(await ended(child)).toBe(0);
  expect(readdirSync(join(scratch.path, 'tmp')).filter((name) => name.startsWith('veneer-window-'))).toEqual([]);
  expect(readdirSync(runtime).filter((name) => !name.includes('.lock-'))).toEqual([]);
});

test('for root no browser is started, only a socket is opened', async ({ scratch, open }) => {
  test.skip(!isRoot, 'only root is root');
  const { child, said, runtime } = open('own');
  await expect.poll(said).toContain('ssh -N -L 7070:');
  expect(said()).toContain('No browser is started for root.');
  const sockets = () => readdirSync(runtime).filter((name) => !name.includes('.lock-'));
  // The one that takes files from later starts comes last.
  await expect.poll(() => sockets().sort()).toEqual(['serve.sock', 'window.sock']);
  expect(existsSync(join(scratch.path, 'seen/started'))).toBe(false);
  const [, token = ''] = /#([\w-]{43})/.exec(said()) ?? [];
  expect(token).not.toBe('');
  expect([...everythingSaid().values()].some((one) => one.includes(token))).toBe(false);
  expect(await ended(child)).toBe(0);
});
