/** While nothing changes, nothing runs: no timer and no frame in the page, no turn of the core's process. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'playwright/test';
import { test } from '../shells/sandbox.ts';
import { details, openTab, row } from '../shells/window.ts';

/** Time itself is what is looked at. */
const WATCHED_MS = 4000;

/** What a page does by itself, in Chromium's trace. */
const RUNS = /^(TimerFire|TimerInstall|FireAnimationFrame|RequestAnimationFrame|FireIdleCallback|FunctionCall)$/;

/** Time that a process had of the processors so far, in ticks of a hundredth of a second (proc(5)). */
function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

test('does nothing while nothing changes', async ({ page, browser, sandbox }) => {
  await row(page, 'metrics').click();
  await openTab(page, 'Services');
  await expect(details(page)).toContainText('metrics.service');
  await page.mouse.move(0, 0);
  const watch = async () => {
    const before = ticksOf(sandbox.pid);
    await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
    await sleep(WATCHED_MS);
    const trace = JSON.parse(String(await browser.stopTracing())) as { traceEvents: { name: string }[] };
    const ran = trace.traceEvents.map(({ name }) => name).filter((name) => RUNS.test(name));
    return { ran, ofCore: ticksOf(sandbox.pid) - before };
  };
  // What was begun by the start and by a click comes to its end first.
  await expect
    .poll(
      async () => {
        const { ran, ofCore } = await watch();
        return { ran, ofCore: Math.max(0, ofCore - 1) };
      },
      { message: 'what ran in the page, and hundredths of a second of the core', timeout: 90_000, intervals: [0] },
    )
    .toEqual({ ran: [], ofCore: 0 });
});
