/** veneer open where no browser of Chromium's family is: the desktop opens the window, and a later start takes that one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { isRoot } from '../harness/mount-namespace.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { makeHome, ORDINARY_USER, veneerCommand } from '../shells/server.ts';

interface Desk {
  readonly scratch: Scratch;
  /** Starts `veneer open ARGS` as the ordinary user. */
  open(...args: string[]): { readonly child: ChildProcess; said(): string };
  /** What xdg-open was asked with: how many arguments, and the first. */
  asked(): string[];
}

const test = base.extend<{ desk: Desk }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  desk: async ({}, use) => {
    const scratch = makeScratch('opening');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    // It keeps what it was led by, which goes once it is followed.
    const opener = `#!/bin/sh
echo "$# $1" >> ${scratch.path}/seen/asked
/bin/cp "\${1#file://}" ${scratch.path}/seen/led-by
test ! -e ${scratch.path}/seen/broken
`;
    scratch.put('bin/xdg-open', opener, 0o755);
    symlinkSync('/usr/bin/setpriv', join(scratch.path, 'bin/setpriv'));
    for (const folder of ['runtime', 'seen']) {
      mkdirSync(join(scratch.path, folder), { mode: 0o700 });
      if (isRoot) chownSync(join(scratch.path, folder), ORDINARY_USER, ORDINARY_USER);
    }
    const env = {
      ...makeHome(scratch, 'ordinary'),
      DISPLAY: ':77',
      XDG_RUNTIME_DIR: join(scratch.path, 'runtime'),
      XDG_DATA_DIRS: join(scratch.path, 'share'),
    };
    chmodSync(join(scratch.path, 'tree'), 0o755);
    const children: ChildProcess[] = [];
    await use({
      scratch,
      open(...args) {
        const tree = join(scratch.path, 'tree');
        const [program = '', ...rest] = veneerCommand('ordinary', ['open', '--root', tree, ...args]);
        const child = spawn(program, rest, { cwd: '/', env: { ...env, PATH: join(scratch.path, 'bin') } });
        children.push(child);
        let said = '';
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (chunk) => {
            said += String(chunk);
          });
        return { child, said: () => said };
      },
      asked: () => linesOf(join(scratch.path, 'seen/asked')),
    });
    for (const child of children) await ended(child, 'SIGTERM');
    scratch.remove();
  },
});

const linesOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : []);

async function ended(child: ChildProcess, signal?: 'SIGTERM'): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const closed = once(child, 'close');
    if (signal !== undefined) child.kill(signal);
    await closed;
  }
  return child.exitCode;
}

/** Where the file leads that xdg-open was given last. */
function addressOf({ scratch }: Desk): string {
  return /url=(http:[^"]+)"/.exec(linesOf(join(scratch.path, 'seen/led-by')).join('\n'))?.[1] ?? '';
}

test('xdg-open gets a file that leads to the window, once for each start', async ({ desk, page, context }) => {
  const first = desk.open();
  await expect.poll(() => addressOf(desk)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#code\./);
  expect(desk.asked()).toEqual([expect.stringMatching(/^1 file:\/\/\/.*\/runtime\/veneer\/open-\w+\.html$/)]);
  const before = addressOf(desk);
  await page.goto(before);
  await expect(page.getByRole('main')).toBeVisible();
  // Another program may read what was printed: the secret is only in the file.
  expect(first.said()).not.toContain('#');

  const second = desk.open();
  expect(await ended(second.child)).toBe(0);
  expect(second.said()).toBe('Another window of the Veneer that runs already opens.\n');
  await expect.poll(() => desk.asked()).toHaveLength(2);
  await expect.poll(() => addressOf(desk)).not.toBe(before);
  expect(new URL(addressOf(desk)).host, 'of the same server').toBe(new URL(before).host);
  const other = await context.newPage();
  await other.goto(addressOf(desk));
  await expect(other.getByRole('main')).toBeVisible();

  const third = desk.open('--no-open');
  expect(await ended(third.child)).toBe(0);
  expect(third.said()).toMatch(/^A Veneer of yours runs already\.\nhttp:\/\/127\.0\.0\.1:\d+\/#[\w-]{43}\n$/);
  expect(new URL(third.said().split('\n')[1] ?? '').host).toBe(new URL(before).host);
  expect(desk.asked()).toHaveLength(2);
  expect(await ended(first.child, 'SIGTERM')).toBe(0);
  const left = readdirSync(join(desk.scratch.path, 'runtime/veneer')).filter((name) => !name.includes('.lock-'));
  expect(left).toEqual([]);
});

test('a file opens another window where the last one was closed', async ({ desk, page, context }) => {
  const first = desk.open();
  await expect.poll(() => addressOf(desk)).not.toBe('');
  await page.goto(addressOf(desk));
  await expect(page.getByRole('main')).toBeVisible();
  desk.scratch.put('tree/app.raw', 'no image');
  const file = join(desk.scratch.path, 'tree/app.raw');
  expect(await ended(desk.open(file).child)).toBe(0);
  await expect(page.getByRole('dialog')).toContainText('app.raw');
  expect(desk.asked()).toHaveLength(1);
  const before = addressOf(desk);
  await page.close();
  // The server sees it a moment later than the browser.
  await expect(async () => {
    expect(await ended(desk.open(file).child)).toBe(0);
    expect(desk.asked().length).toBeGreaterThan(1);
  }).toPass();
  await expect.poll(() => addressOf(desk)).not.toBe(before);
  const other = await context.newPage();
  await other.goto(addressOf(desk));
  await expect(other.getByRole('dialog')).toContainText('app.raw');
  expect(await ended(first.child, 'SIGTERM')).toBe(0);
});

test('a browser in a snap, which may not read that file, is not asked', async ({ desk }) => {
  desk.scratch.put(
    'bin/xdg-mime',
    '#!/bin/sh\ntest "$*" = "query default text/html" && echo firefox_firefox.desktop\n',
    0o755,
  );
  const entry = '[Desktop Entry]\nX-SnapInstanceName=firefox\nName=Firefox\nExec=/snap/bin/firefox %u\n';
  desk.scratch.put('share/applications/firefox_firefox.desktop', entry);
  const { said } = desk.open();
  await expect
    .poll(said)
    .toMatch(/firefox_firefox\.desktop may not read .*\n(?:.*\n)*http:\/\/127\.0\.0\.1:\d+\/#[\w-]{43}\n/);
  expect(desk.asked()).toEqual([]);
});

test('where xdg-open fails the address is printed', async ({ desk, page }) => {
  const path = join(desk.scratch.path, 'seen/broken');
  desk.scratch.put('seen/broken', '');
  expect(existsSync(path)).toBe(true);
  const { said } = desk.open();
  await expect.poll(said).toMatch(/http:\/\/127\.0\.0\.1:\d+\/#[\w-]{43}\n/);
  expect(said()).toContain('Open this address in a browser on this machine');
  await page.goto(/http:\S+/.exec(said())?.[0] ?? '');
  await expect(page.getByRole('main')).toBeVisible();
});
