/** The timer's `update --automatic`, from the program itself against a real server. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { ownTexts } from '../../electron/lists/own-texts.ts';
import { createRemotes } from '../../electron/remotes/remotes.ts';
import { ERROR_CODES } from '../../shared/model/errors.ts';
import { type FaultyServer, serveFaults, serveFile } from '../harness/faulty-server.ts';
import { openMountNamespace } from '../harness/mount-namespace.ts';
import { putOldOrigin } from '../harness/old-origins.ts';
import { hashOf, imageOf } from '../harness/remotes.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { makeHome, veneerCommand } from '../shells/server.ts';

const NAMES = ['tool', 'gone'] as const;

const image = (scratch: Scratch, name: string, version: string) =>
  imageOf(scratch, { name, release: `ID=_any\nSYSEXT_VERSION_ID=${version}\n` });

/** Two extensions with something newer, of which one cannot be had. */
const test = base.extend<{ scratch: Scratch; server: FaultyServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  scratch: async ({}, use) => {
    const scratch = makeScratch('automatic');
    await use(scratch);
    scratch.remove();
  },
  server: async ({ scratch }, use) => {
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    scratch.put('home/.config/veneer/settings.json', JSON.stringify({ updates: 'download' }));
    const newer = new Map(NAMES.map((name) => [`/${name}-2.0.raw`, image(scratch, name, '2.0')]));
    const server = await serveFaults((request, response) => {
      const content = newer.get(request.url ?? '');
      if (request.url === '/SHA256SUMS') {
        response.end([...newer].map(([path, bytes]) => `${hashOf(bytes)}  ${path.slice(1)}\n`).join(''));
      } else if (content === undefined || request.url?.startsWith('/gone')) response.writeHead(404).end();
      else serveFile(request, response, { content });
    });
    const remote = { name: 'it', url: server.url, enabled: true, trust: 'unsigned', key: null } as const;
    await createRemotes(join(scratch.path, 'home/.config/veneer'), ownTexts).put(remote, true);
    const root = join(scratch.path, 'tree');
    for (const name of NAMES) {
      const path = `var/lib/extensions/${name}.raw`;
      scratch.put(`tree/${path}`, image(scratch, name, '1.0'));
      putOldOrigin(
        join(scratch.path, 'home/.local/state/veneer'),
        { root, class: 'sysext', name, version: '1.0', architecture: null, size: statSync(join(root, path)).size },
        { remote: 'it', folder: server.url, signedBy: null },
      );
    }
    await use(server);
    await server.stop();
  },
});

/** @param enter put before the command, to run it inside a namespace */
function automatic(
  scratch: Scratch,
  enter: readonly string[] = [],
  bus: NodeJS.ProcessEnv = {},
): Promise<{ stdout: string; stderr: string; status: number }> {
  const env = { ...makeHome(scratch, 'own'), ...bus };
  const root = join(scratch.path, 'tree');
  const [program = '', ...args] = [...enter, ...veneerCommand('own', ['update', '--automatic', '--root', root])];
  return new Promise((settle) => {
    const child = execFile(program, args, { env, cwd: '/', timeout: 60_000 }, (_error, stdout, stderr) =>
      settle({ stdout, stderr, status: child.exitCode ?? -1 }),
    );
  });
}

test('a download that fails is named and loses no other, and the exit code says partly', async ({
  scratch,
  server,
}) => {
  const { stdout, stderr, status } = await automatic(scratch);
  expect(stderr).toContain('note: gone is not downloaded: ');
  expect(stderr).not.toContain('tool');
  expect(stdout).toBe('');
  expect(status).toBe(ERROR_CODES.partly.exitCode);
  const downloads = join(scratch.path, 'home/.cache/veneer/downloads');
  expect(
    readdirSync(downloads, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.raw')),
  ).toEqual([expect.stringContaining('tool-2.0.raw')]);
  // The servers were asked; the next run waits for its day.
  const before = server.asked.length;
  expect(await automatic(scratch)).toEqual({ stdout: '', stderr: '', status: 0 });
  expect(server.asked).toHaveLength(before);
});

test('the desktop is told of each update once', async ({ scratch, server }) => {
  const record = join(scratch.path, 'told');
  // Keeps the words that notify-send(1) would send over the bus.
  scratch.put('bin/notify-send', `#!/bin/sh\nprintf '%s\\n' "$@" >>${record}\n`, 0o755);
  scratch.put('work/empty', '');
  const namespace = await openMountNamespace();
  const [upper, work] = ['bin', 'work'].map((name) => join(scratch.path, name));
  const options = `lowerdir=/usr/bin,upperdir=${upper},workdir=${work}`;
  expect(namespace.run('mount', '-t', 'overlay', 'overlay', '-o', options, '/usr/bin')).toMatchObject({ status: 0 });
  const bus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
  await automatic(scratch, namespace.enter, bus);
  const told = readFileSync(record, 'utf8');
  expect(told).toMatch(/\n--\nUpdates are there\n(?:gone 2\.0\n)?tool 2\.0\n/);
  // A day later the servers are asked again, and have nothing that was not told.
  rmSync(join(scratch.path, 'home/.cache'), { recursive: true });
  const before = server.asked.length;
  await automatic(scratch, namespace.enter, bus);
  expect(server.asked.length).toBeGreaterThan(before);
  expect(readFileSync(record, 'utf8')).toBe(told);
  namespace.close();
});
