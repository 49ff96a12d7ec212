/** The catalog's rows of `npm run bench`: a download of 2 GiB beside curl and sha256sum, and a list of 20,000 images. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { serveFolder } from '../harness/nginx.ts';
import { run } from '../harness/programs.ts';
import type { Scratch } from '../harness/scratch.ts';
import { addRemote, view } from '../shells/catalog.ts';
import setUpPrograms from '../shells/programs.ts';
import { startServer } from '../shells/server.ts';
import { launchBrowser } from './browser.ts';
import { ended, watchMemory } from './watch-memory.ts';

const GIB = 2 ** 30;
const DOWNLOAD_BYTES = 2 * GIB;
const ROUNDS = 5;
const ENTRIES = 20_000;
/** What is typed, a key at a time; each narrows the list. */
const TYPED = 'b1a7';

export interface Compared {
  /** Milliseconds, medians. */
  readonly ours: number;
  readonly theirs: number;
  /** The most that was resident, in MiB. */
  readonly residentMiB: number;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Downloads 2 GiB from nginx at this machine, turn by turn: `veneer download`, and `curl -o` with `sha256sum` after it. */
export async function benchDownload(scratch: Scratch, cli: string): Promise<Compared> {
  mkdirSync(join(scratch.path, 'served'));
  const file = join(scratch.path, 'served/large-1.0.raw');
  run('dd', ['if=/dev/urandom', `of=${file}`, 'bs=1M', `count=${DOWNLOAD_BYTES / 2 ** 20}`, 'status=none']);
  const sum = run('sha256sum', [file]).split(' ')[0];
  scratch.put('served/SHA256SUMS', `${sum}  large-1.0.raw\n`);
  const server = await serveFolder(scratch, 'served');
  const env = { ...process.env, HOME: scratch.path, XDG_CONFIG_HOME: '', XDG_CACHE_HOME: '', XDG_STATE_HOME: '' };
  const veneer = (...args: string[]) =>
    spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    await ended(veneer('remote', 'add', 'here', server.url));
    const ours: number[] = [];
    const theirs: number[] = [];
    const resident: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const out = join(scratch.path, 'out');
      const start = performance.now();
      const child = veneer('download', 'large', '--force', '--output', out);
      const { own, child: its } = await watchMemory(child.pid ?? 0, ended(child));
      // Both are there at once.
      const peak = own + its;
      const mine = performance.now() - start;
      rmSync(out, { recursive: true });
      const target = join(scratch.path, 'curl');
      const begun = performance.now();
      const { status } = spawnSync('sh', [
        '-c',
        'curl --silent -o "$1" "$2" && sha256sum "$1"',
        'sh',
        target,
        `${server.url}large-1.0.raw`,
      ]);
      if (status !== 0) throw new Error('curl failed');
      const rival = performance.now() - begun;
      rmSync(target);
      if (round === 0) continue;
      ours.push(mine);
      theirs.push(rival);
      resident.push(peak);
    }
    return { ours: median(ours), theirs: median(theirs), residentMiB: Math.max(...resident) };
  } finally {
    await server.stop();
    rmSync(join(scratch.path, 'served'), { recursive: true });
  }
}

export interface Typed {
  /** From the press of a key until the list that it leaves is drawn, in milliseconds; the median and the longest. */
  readonly usual: number;
  readonly longest: number;
}

/** A list of 20,000 images in Chromium, searched a key at a time. */
export async function benchSearch(scratch: Scratch): Promise<Typed> {
  const removePrograms = setUpPrograms();
  const lines = Array.from({ length: ENTRIES }, (_, at) => {
    const hash = createHash('sha256').update(String(at)).digest('hex');
    return `${hash}  ${hash.slice(0, 10)}-1.${at}-x86-64.raw\n`;
  });
  scratch.put('list/SHA256SUMS', lines.join(''));
  chmodSync(scratch.path, 0o755);
  // What is not on its server is out of the way, and each row of this list shall stay.
  const nginx = await serveFolder(scratch, 'list', { limits: 'location ~ [.]raw$ { return 200; }' });
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  const server = await startServer(scratch, { user: 'own', args: ['--root', join(scratch.path, 'tree')] });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1180, height: 760 } });
    await page.goto(server.url);
    await view(page, 'Catalog').click();
    await addRemote(page, 'large', nginx.url);
    await page.getByText(/^20,000 extensions/).waitFor();
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await page.getByRole('searchbox').fill('');
      await page.getByText(/^20,000 extensions/).waitFor();
      for (const key of TYPED) times.push(await press(page, key));
    }
    return { usual: median([...times]), longest: Math.max(...times) };
  } finally {
    await browser.close();
    await server.stop();
    await nginx.stop();
    removePrograms();
  }
}

/** Presses a key in the search, and waits until the count of what is found is another and that is drawn. */
async function press(page: Page, key: string): Promise<number> {
  await page.evaluate(() => {
    const figure = document.querySelector('.catalog-count strong');
    const before = figure?.textContent;
    let pressedAt = 0;
    window.addEventListener('keydown', () => (pressedAt = performance.now()), { capture: true, once: true });
    Object.assign(globalThis, { took: null });
    const seen = new MutationObserver(() => {
      if (figure?.textContent === before) return;
      seen.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => Object.assign(globalThis, { took: performance.now() - pressedAt });
        port2.postMessage(null);
      });
    });
    seen.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  await page.getByRole('searchbox').press(key);
  const took = await page.waitForFunction(() => (globalThis as { took?: number | null }).took);
  return Number(await took.jsonValue());
}
