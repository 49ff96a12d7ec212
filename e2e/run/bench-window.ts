/**
 * npm run bench:window: a host of 2,000 extensions in Chromium: how soon the first list is seen, how long frames take
 * while it is scrolled, by Chromium's own trace, how soon a key is drawn, and what moves after an input. Run `npm run build` before it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright/test';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import setUpPrograms from '../shells/programs.ts';
import { startServer } from '../shells/server.ts';
import { keyLatency, shiftsAfterInput, watchInput } from './bench-input.ts';
import { launchBrowser } from './browser.ts';

const SIZES = [50, 500, 2000];
const MOST = 2000;
const STARTS = 9;
const SCROLLS = 5;
const FIRST_LIST_MS = 300;
const FRAME_MS = 32;
const KEY_MS = 100;
const SHIFT = 0.01;

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const row = (...cells: readonly string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);

function makeHost(scratch: Scratch, extensions: number): string {
  const tree = `tree-${extensions}`;
  scratch.put(`${tree}/usr/lib/os-release`, 'ID=debian\nVERSION_ID=12\n');
  for (let at = 0; at < extensions; at++) {
    const name = `extension-${String(at).padStart(4, '0')}`;
    const inside = join(scratch.path, tree, 'var/lib/extensions', name, 'usr/lib/extension-release.d');
    mkdirSync(inside, { recursive: true });
    const fits =
      at % 3 === 0 ? 'ID=_any\n' : at % 3 === 1 ? 'ID=debian\nVERSION_ID=12\n' : 'ID=fedora\nVERSION_ID=41\n';
    writeFileSync(join(inside, `extension-release.${name}`), fits);
  }
  return join(scratch.path, tree);
}

/** As long as a browser takes to start, while the host is read. */
const BROWSER_STARTS_MS = 2500;

/** From the start of the first page of a server, by the page's clock, until rows of the list are drawn. */
async function firstList(browser: Browser, tree: string, scratch: Scratch): Promise<number> {
  const server = await startServer(scratch, { user: 'own', args: ['--root', tree] });
  await sleep(BROWSER_STARTS_MS);
  const page = await browser.newPage({ viewport: { width: 1180, height: 760 } });
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      // The heading of a group is a row too, and is there before the first extension.
      if (document.querySelector('[role=grid] .row-title') === null) return;
      seen.disconnect();
      // The first task after a frame's callbacks runs once the frame is drawn.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => Object.assign(globalThis, { firstListAt: performance.now() });
        port2.postMessage(null);
      });
    });
    seen.observe(document, { childList: true, subtree: true });
  });
  await page.goto(server.url);
  const at = await page.waitForFunction(() => (globalThis as { firstListAt?: number }).firstListAt);
  const figure = Number(await at.jsonValue());
  await page.close();
  await server.stop();
  return figure;
}

interface TraceEvent {
  readonly name: string;
  readonly ts: number;
  readonly dur?: number;
}

interface Scrolled {
  /** The time between frames that were drawn while the wheel turns, in milliseconds, longest first. */
  readonly frames: readonly number[];
  /** The longest call of the page meanwhile, in milliseconds: as long rows could come late. */
  readonly longestCall: number;
}

async function scroll(browser: Browser, page: Page): Promise<Scrolled> {
  const grid = page.getByRole('grid', { name: 'Extensions' });
  await grid.evaluate((list) => list.scrollTo(0, 0));
  await grid.hover();
  await sleep(300);
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline.frame'],
  });
  // Chromium's own gesture, in step with its frames: a hand that keeps turning the wheel fast.
  const cdp = await page.context().newCDPSession(page);
  const gesture = {
    x: 500,
    y: 400,
    yDistance: -9000,
    speed: 3000,
    gestureSourceType: 'mouse',
    preventFling: true,
  } as const;
  await cdp.send('Input.synthesizeScrollGesture', gesture);
  await cdp.detach();
  const trace = JSON.parse(String(await browser.stopTracing())) as { traceEvents: TraceEvent[] };
  const drawn = trace.traceEvents
    .filter(({ name }) => name === 'DrawFrame')
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const frames = drawn
    .slice(1)
    .map((ts, at) => (ts - (drawn[at] ?? ts)) / 1000)
    .sort((a, b) => b - a);
  const calls = trace.traceEvents.filter(({ name }) => name === 'FunctionCall').map(({ dur = 0 }) => dur / 1000);
  return { frames, longestCall: Math.max(...calls) };
}

const removePrograms = setUpPrograms();
const scratch = makeScratch('bench-window');
const trees = new Map(SIZES.map((size) => [size, makeHost(scratch, size)]));
const server = await startServer(scratch, { user: 'own', args: ['--root', trees.get(MOST) ?? '/'] });
const browser = await launchBrowser();
try {
  row('what', 'ours', 'goal');
  row('---', '---', '---');
  for (const [size, tree] of trees) {
    const starts: number[] = [];
    for (let round = 0; round <= STARTS; round++) {
      const took = await firstList(browser, tree, scratch);
      if (round > 0) starts.push(took);
    }
    row(`first list of ${size}, from the start of the page`, ms(median(starts)), `within ${FIRST_LIST_MS} ms`);
  }
  const page = await browser.newPage({ viewport: { width: 1180, height: 760 } });
  await watchInput(page);
  await page.goto(server.url);
  await page.getByRole('grid', { name: 'Extensions' }).getByRole('row').first().waitFor();
  await scroll(browser, page);
  const calls: number[] = [];
  const worst: number[] = [];
  const usual: number[] = [];
  for (let round = 0; round < SCROLLS; round++) {
    const { frames, longestCall } = await scroll(browser, page);
    calls.push(longestCall);
    worst.push(frames[0] ?? Number.NaN);
    usual.push(median([...frames]));
  }
  row(
    `longest frame of a scroll through ${MOST}`,
    `${ms(median(worst))} (usual ${ms(median(usual))})`,
    `under ${FRAME_MS} ms`,
  );
  row('longest call of the page meanwhile', ms(median(calls)), `under ${FRAME_MS} ms`);
  const keys = await keyLatency(page);
  row(
    `a key in the filter and in the list of ${MOST}, until it is drawn`,
    `${ms(median([...keys]))}, longest ${ms(keys[0] ?? Number.NaN)}`,
    `under ${KEY_MS} ms`,
  );
  const { late, all } = await shiftsAfterInput(page);
  row('layout shift after an input', late.toFixed(4), `under ${SHIFT}`);
  row('… with what the input itself moves, as a pane that opens', all.toFixed(4), '');
} finally {
  await browser.close();
  await server.stop();
  scratch.remove();
  removePrograms();
}
