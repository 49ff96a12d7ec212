/**
 * npm run bench:fleet-window: the matrix of 40 hosts and 200 extensions in Chromium: how soon a key is drawn, and what the page takes
 * of the memory.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright/test';
import { fleetRow, type KeptHost, keepFleet } from '../harness/kept-fleet.ts';
import { makeScratch } from '../harness/scratch.ts';
import setUpPrograms from '../shells/programs.ts';
import { makeHome, startServer } from '../shells/server.ts';
import { FINEST_MS, takeSeen, watchInput } from './bench-input.ts';
import { launchBrowser } from './browser.ts';

const HOSTS = 40;
const EXTENSIONS = 200;
const KEY_MS = 100;
const MOST_MIB = 300;
/** From a key to the next, and until what came of the last is told. */
const STEP_MS = 120;
const REST_MS = 1500;

const row = (...cells: readonly string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);
const ms = (value: number) => `${value.toFixed(0)} ms`;

/** Versions and states that differ from host to host. */
function manyHosts(): KeptHost[] {
  return Array.from({ length: HOSTS }, (_, host) => ({
    id: `host-${String(host).padStart(2, '0')}`,
    os: `Flatcar ${4000 + (host % 5)}.2.0`,
    readAt: Date.now(),
    rows: Array.from({ length: EXTENSIONS }, (_, at) =>
      fleetRow(`extension-${String(at).padStart(3, '0')}`, `${1 + (at % 9)}.${(host * at) % 7}.0`, {
        state: (['active', 'active', 'active', 'masked', 'ready'] as const)[(host + at) % 5] ?? 'active',
      }),
    ),
  }));
}

/** @returns from each key to the frame that shows what came of it, longest first */
async function pressed(page: Page, keys: readonly string[]): Promise<number[]> {
  await takeSeen(page);
  for (const key of keys) {
    await page.keyboard.press(key);
    await sleep(STEP_MS);
  }
  await sleep(REST_MS);
  const { keys: times } = await takeSeen(page);
  return [...times, ...Array<number>(Math.max(0, keys.length - times.length)).fill(FINEST_MS)].sort((a, b) => b - a);
}

/** Of the largest process that draws a page, in MiB: all that is resident, and that without the browser's own program and libraries. */
async function residentMib(browser: Browser): Promise<{ readonly all: number; readonly own: number }> {
  const cdp = await browser.newBrowserCDPSession();
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  await cdp.detach();
  const [largest] = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      const status = readFileSync(`/proc/${id}/status`, 'utf8');
      const part = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]);
      return { all: part('VmRSS') / 1024, own: (part('RssAnon') + part('RssShmem')) / 1024 };
    })
    .sort((a, b) => b.own - a.own);
  return largest ?? { all: Number.NaN, own: Number.NaN };
}

const removePrograms = setUpPrograms();
const scratch = makeScratch('bench-fleet-window');
scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
keepFleet(makeHome(scratch, 'own')['HOME'] ?? '', manyHosts());
const server = await startServer(scratch, { user: 'own', args: ['--root', join(scratch.path, 'tree')] });
const browser = await launchBrowser();
try {
  row('what', 'ours', 'goal');
  row('---', '---', '---');
  for (const viewport of [
    { width: 1180, height: 760 },
    { width: 2560, height: 1440 },
  ]) {
    const page = await browser.newPage({ viewport });
    await watchInput(page);
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Fleet', exact: true }).click();
    const grid = page.getByRole('grid', { name: 'Hosts and their extensions' });
    await grid.getByRole('rowheader').first().waitFor();
    const size = `${viewport.width}x${viewport.height}`;
    const tell = (what: string, times: readonly number[]) => {
      const middle = times[Math.floor(times.length / 2)] ?? Number.NaN;
      row(`${what}, ${size}`, `${ms(middle)}, longest ${ms(times[0] ?? Number.NaN)}`, `under ${KEY_MS} ms`);
    };
    await page.keyboard.press('/');
    tell(
      'a key in the filter, until it is drawn',
      await pressed(page, [...'host-1', ...Array<string>(6).fill('Backspace'), ...'extension-19', 'Escape']),
    );
    await grid.focus();
    const through = ['ArrowRight', 'ArrowDown', 'End', 'PageDown', 'Control+End', 'Control+Home'];
    tell('a key in the matrix', await pressed(page, [...through, ...Array<string>(20).fill('ArrowRight')]));
    await page.getByRole('radio', { name: /^Differs/ }).click();
    await grid.focus();
    tell('… where differences are shown', await pressed(page, [...through, ...Array<string>(10).fill('ArrowDown')]));
    tell('a host is opened and closed', await pressed(page, ['Enter', 'Escape', 'Enter', 'Escape']));
    const { all, own } = await residentMib(browser);
    row(`resident, ${size}`, `${all.toFixed(0)} MiB`, `under ${MOST_MIB} MiB`);
    row("… without the browser's own program", `${own.toFixed(0)} MiB`, `under ${MOST_MIB} MiB`);
    await page.close();
  }
} finally {
  await browser.close();
  await server.stop();
  scratch.remove();
  removePrograms();
}
