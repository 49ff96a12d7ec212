/** What keys and presses cost in the window, by Chromium's own event timing and layout shifts. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright/test';

/** Finer than this the event timing does not tell: what is not in it was drawn sooner. */
export const FINEST_MS = 16;
/** As long as the window has to come to rest after an input: a skeleton comes after 150 ms, files of the list are read on. */
const REST_MS = 1500;

interface Seen {
  /** From each key to the next frame that was drawn, in milliseconds. */
  readonly keys: readonly number[];
  /** Layout shifts, with whether an input was less than 500 ms before. */
  readonly shifts: readonly { readonly value: number; readonly isAnswer: boolean }[];
}

/** Before the page is opened. */
export async function watchInput(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { keys: [] as number[], shifts: [] as { value: number; isAnswer: boolean }[] };
    Object.assign(globalThis, { seenByBench: seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'keydown') seen.keys.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
        seen.shifts.push({ value: entry.value, isAnswer: entry.hadRecentInput });
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** What was seen since it was asked last. */
export const takeSeen = (page: Page): Promise<Seen> =>
  page.evaluate(() => {
    const { seenByBench: seen } = globalThis as unknown as {
      seenByBench: { keys: number[]; shifts: Seen['shifts'][number][] };
    };
    return { keys: seen.keys.splice(0), shifts: seen.shifts.splice(0) };
  });

/** @returns the time of each key until it is drawn, longest first: typed into the filter, and through the list */
export async function keyLatency(page: Page): Promise<number[]> {
  const times: number[] = [];
  const press = async (key: string) => {
    await page.keyboard.press(key);
    await sleep(120);
  };
  await takeSeen(page);
  let pressed = 0;
  await page.keyboard.press('/');
  for (const key of 'extension-1234') {
    await press(key);
    pressed++;
  }
  for (let at = 0; at < 14; at++, pressed++) await press('Backspace');
  await sleep(REST_MS);
  await page.getByRole('row').nth(3).click();
  for (let at = 0; at < 20; at++, pressed++) await press('ArrowDown');
  await sleep(REST_MS);
  times.push(...(await takeSeen(page)).keys);
  while (times.length < pressed) times.push(FINEST_MS);
  return times.sort((a, b) => b - a);
}

/** @returns the largest sum of layout shifts that come later than an input explains, and of all, after one of the inputs */
export async function shiftsAfterInput(page: Page): Promise<{ readonly late: number; readonly all: number }> {
  const sums: { late: number; all: number }[] = [];
  const after = async (input: () => Promise<unknown>) => {
    await takeSeen(page);
    await input();
    await sleep(REST_MS);
    const { shifts } = await takeSeen(page);
    const sum = (of: Seen['shifts']) => of.reduce((total, { value }) => total + value, 0);
    sums.push({ late: sum(shifts.filter(({ isAnswer }) => !isAnswer)), all: sum(shifts) });
  };
  const view = (name: string) => page.getByRole('navigation').getByRole('button', { name, exact: true }).click();
  await after(() => page.getByRole('row').nth(4).click());
  await after(() => page.getByRole('tab', { name: /^Files/ }).click());
  await after(() => page.getByRole('row').nth(6).click());
  await after(() => page.keyboard.press('ArrowDown'));
  await after(() => page.getByRole('button', { name: 'Close details' }).click());
  await after(() => page.keyboard.press('/'));
  await after(() => page.keyboard.type('extension-12'));
  await after(() => page.keyboard.press('Escape'));
  for (const name of ['Host', 'History', 'Updates', 'Catalog', 'Settings', 'Extensions']) await after(() => view(name));
  return {
    late: Math.max(...sums.map(({ late }) => late)),
    all: Math.max(...sums.map(({ all }) => all)),
  };
}
