/** Looking for updates by itself: a real core and a real server; only the clock is turned by hand. */

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FaultyServer, serveFaults, serveFile } from '../../e2e/harness/faulty-server.ts';
import { putOldOrigin } from '../../e2e/harness/old-origins.ts';
import { hashOf, imageOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { DEFAULT_SETTINGS } from '../../shared/window/default-settings.ts';
import type { Host } from '../hosts/host.ts';
import { keepChecking } from './automatic.ts';
import { takeNotices } from './notices.ts';
import type { Session } from './session.ts';
import { createSettings, type SettingsStore } from './settings.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let scratch: Scratch;
let session: Session;
let host: Host;
let settings: SettingsStore;
let server: FaultyServer;
let end = () => {};
const logged: unknown[] = [];
const log = { path: '/log', error: (_where: string, error: unknown) => logged.push(error), newest: () => [] };

beforeEach(async () => {
  scratch = makeScratch('automatic');
  // No timer of whoever runs the tests is switched.
  vi.stubEnv('XDG_RUNTIME_DIR', scratch.path);
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', '');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  scratch.put('tree/var/lib/extensions/tool.raw', imageOf(scratch, { name: 'tool', release: released('1.0') }));
  const image = imageOf(scratch, { name: 'tool', release: released('2.0') });
  server = await serveFaults((request, response) => {
    if (request.url === '/SHA256SUMS') response.end(`${hashOf(image)}  tool-2.0.raw\n`);
    else if (request.url === '/tool-2.0.raw') serveFile(request, response, { content: image });
    else response.writeHead(404).end();
  });
  ({ session, host } = await openSession(scratch, join(scratch.path, 'tree')));
  await session.catalog.remotes.put({ name: 'it', url: server.url, enabled: true, trust: 'unsigned', key: null }, true);
  settings = createSettings(join(scratch.path, 'settings'));
  // It came from there, as far as is known.
  const root = join(scratch.path, 'tree');
  const { size } = statSync(join(root, 'var/lib/extensions/tool.raw'));
  putOldOrigin(
    join(scratch.path, 'state'),
    { root, class: 'sysext', name: 'tool', version: '1.0', architecture: null, size },
    { remote: 'it', folder: server.url, signedBy: null },
  );
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(async () => {
  end();
  vi.useRealTimers();
  vi.unstubAllEnvs();
  session.close();
  await server.stop();
  scratch.remove();
  expect(logged.splice(0)).toEqual([]);
});

const released = (version: string) => `ID=_any\nSYSEXT_VERSION_ID=${version}\n`;
const lists = () => server.asked.filter((one) => one.startsWith('GET /SHA256SUMS')).length;
const choose = (updates: Settings['updates']) => settings.set({ ...DEFAULT_SETTINGS, updates });
const watch = () => {
  end = keepChecking(session, host, settings, log);
};

/** Waits by the real clock, which setInterval still has. */
async function until(isTrue: () => boolean): Promise<void> {
  await new Promise<void>((settle, fail) => {
    let left = 500;
    const timer = setInterval(() => {
      if (isTrue()) settle();
      else if (left-- > 0) return;
      else fail(new Error('it did not come to that'));
      clearInterval(timer);
    }, 20);
  });
}
const settled = () => until(() => !host.updates.state().isChecking);
const looked = (times: number) => until(() => lists() === times && !host.updates.state().isChecking);

test('off asks nobody, on asks after half a minute and then once a day, off again stops it', async () => {
  watch();
  vi.advanceTimersByTime(3 * DAY_MS);
  await settled();
  expect(lists()).toBe(0);
  choose('notify');
  vi.advanceTimersByTime(29_000);
  await settled();
  expect(lists()).toBe(0);
  vi.advanceTimersByTime(1_000);
  await looked(1);
  expect(host.updates.state().items).toMatchObject([{ name: 'tool', installed: '1.0', newest: '2.0' }]);
  expect(session.downloads.list()).toEqual([]);
});

test('once a day, and not when it is switched off meanwhile', async () => {
  choose('notify');
  watch();
  vi.advanceTimersByTime(MINUTE_MS);
  await looked(1);
  vi.advanceTimersByTime(DAY_MS - 2 * MINUTE_MS);
  await settled();
  expect(lists()).toBe(1);
  vi.advanceTimersByTime(3 * MINUTE_MS);
  await looked(2);
  choose('off');
  vi.advanceTimersByTime(3 * DAY_MS);
  await settled();
  expect(lists()).toBe(2);
});

test('what is new is told once, by whichever program sees it first', async () => {
  choose('notify');
  watch();
  vi.advanceTimersByTime(MINUTE_MS);
  await looked(1);
  const { items } = host.updates.state();
  const told = (await takeNotices(host, items)).map(({ title, lines }) => [title.id, lines.map(({ text }) => text)]);
  expect(told).toEqual([['cli.updates-are-there', ['tool 2.0']]]);
  expect(await takeNotices(host, items)).toEqual([]);
  const other = await openSession(scratch, join(scratch.path, 'tree'));
  expect(await takeNotices(other.host, items)).toEqual([]);
  // Another version is news.
  const newer = items.map((item) => ({ ...item, newest: '3.0' }));
  expect(await takeNotices(other.host, newer)).toMatchObject([{ lines: [{ text: 'tool 3.0' }] }]);
  other.session.close();
});

test('who cannot remember the last look does not ask without end', async () => {
  // A file where the folder would be.
  scratch.put('cache', '');
  choose('notify');
  watch();
  vi.advanceTimersByTime(MINUTE_MS);
  await looked(1);
  expect(host.updates.checkedAt()).toBe(null);
  vi.advanceTimersByTime(50 * MINUTE_MS);
  await settled();
  expect(lists()).toBe(1);
});

test('download fetches what is new, once, and installs nothing', async () => {
  choose('download');
  watch();
  vi.advanceTimersByTime(MINUTE_MS);
  await until(() => session.downloads.list().some(({ status }) => status === 'ready'));
  expect(session.downloads.list()).toMatchObject([{ release: { name: 'tool', version: '2.0' }, status: 'ready' }]);
  expect(existsSync(join(scratch.path, 'tree/var/lib/extensions.d'))).toBe(false);
  vi.advanceTimersByTime(DAY_MS);
  await looked(2);
  expect(readdirSync(join(scratch.path, 'cache/downloads'))).toHaveLength(1);
  expect(session.downloads.list()).toHaveLength(1);
});
