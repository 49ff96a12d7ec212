/** `veneer open`, whose window is a browser: once that is closed, downloads end first, unless somebody stops it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import type { Release } from '../../shared/model/catalog.ts';
import { isRoot } from '../harness/mount-namespace.ts';
import { hashOf, imageOf } from '../harness/remotes.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { type SlowServer, serveSlowly } from '../harness/slow-server.ts';
import { makeHome, ORDINARY_USER, veneerCommand } from '../shells/server.ts';

const SIZE = 6_000_000;

interface Opened {
  readonly child: ChildProcess;
  /** Closes the window of the browser. */
  close(): void;
  /** What it printed so far. */
  said(): string;
  readonly ended: Promise<number | null>;
  /** What is kept of the download. */
  kept(): { readonly status: string; readonly path: string | null };
}

const test = base.extend<{ scratch: Scratch; content: Buffer; server: SlowServer; opened: Opened }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  scratch: async ({}, use) => {
    const scratch = makeScratch('closing');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    // A browser whose window is closed by a file.
    const closed = join(scratch.path, 'closed');
    scratch.put('bin/chromium', `#!/bin/sh\nwhile [ ! -e '${closed}' ]; do sleep 0.05; done\n`, 0o755);
    await use(scratch);
    scratch.remove();
  },
  content: async ({ scratch }, use) => {
    await use(Buffer.concat([imageOf(scratch, { name: 'large' }), Buffer.alloc(SIZE)]));
  },
  server: async ({ content }, use) => {
    const server = await serveSlowly({ 'large-1.0.raw': content });
    await use(server);
    await server.stop();
  },
  opened: async ({ scratch, content, server }, use) => {
    const env = makeHome(scratch, 'ordinary');
    const folder = join(String(env['HOME']), '.cache/veneer/downloads/aaaa');
    const release: Release = {
      ...{ remote: 'slow', class: 'sysext', name: 'large', version: '1.0', osVersion: null, isOsVersionSure: true },
      ...{ architecture: null, packing: null, folder: server.url, path: 'large-1.0.raw', pattern: null },
      ...{ sha256: hashOf(content), manifest: null, signedBy: null },
      oci: null,
    };
    const record = { version: 1, release, status: 'waiting', path: null, sha256: null };
    scratch.put('home/.cache/veneer/downloads/aaaa/job.json', JSON.stringify(record));
    mkdirSync(join(scratch.path, 'runtime'), { mode: 0o700 });
    const own = ['runtime', 'home/.cache', 'home/.cache/veneer', 'home/.cache/veneer/downloads'];
    for (const path of [...own, 'home/.cache/veneer/downloads/aaaa', 'home/.cache/veneer/downloads/aaaa/job.json'])
      if (isRoot) chownSync(join(scratch.path, path), ORDINARY_USER, ORDINARY_USER);
    const [program = '', ...args] = veneerCommand('ordinary', ['open', '--root', join(scratch.path, 'tree')]);
    const more = { DISPLAY: ':77', XDG_RUNTIME_DIR: join(scratch.path, 'runtime') };
    const PATH = `${join(scratch.path, 'bin')}:${env['PATH']}`;
    const child = spawn(program, args, {
      cwd: '/',
      env: { ...env, ...more, PATH },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((settle) => child.once('close', settle));
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += String(chunk);
    });
    const kept = () => JSON.parse(readFileSync(join(folder, 'job.json'), 'utf8'));
    const close = () => scratch.put('closed', '');
    await use({ child, close, said: () => said, ended, kept });
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
  },
});

test('what is downloaded ends first, and Veneer with it', async ({ server, opened: { close, said, ended, kept } }) => {
  await expect.poll(() => kept().status).toBe('running');
  close();
  await expect.poll(said, { timeout: 30_000 }).toContain('Veneer ends when that has ended');
  expect(kept().status).toBe('running');
  server.hurry();
  expect(await ended).toBe(0);
  expect(kept()).toMatchObject({ status: 'ready', path: expect.stringContaining('large-1.0') });
  expect(said()).not.toContain('started again');
});

test('who stops it leaves the download to the next start', async ({ opened: { child, close, said, ended, kept } }) => {
  await expect.poll(() => kept().status).toBe('running');
  close();
  await expect.poll(said, { timeout: 30_000 }).toContain('Veneer ends when that has ended');
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(said()).toContain('What is being downloaded goes on when Veneer is started again.');
  expect(kept()).toMatchObject({ status: 'running', path: null });
});
