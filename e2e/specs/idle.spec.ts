/** While nothing changes, nothing runs: no timer and no frame in the page, no turn of the core's process. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'playwright/test';
import { test } from '../shells/sandbox.ts';
import { details, row } from '../shells/window.ts';

const WATCHED_MS = 4000;

/** Time that a process had of the processors so far, in ticks of a hundredth of a second (proc(5)). */
function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

test('does nothing while nothing changes', async ({ page, browser, sandbox }) => {
  await row(page, 'metrics').click();
  await expect(details(page)).toContainText('metrics.service');
  await page.mouse.move(0, 0);
  // What was begun by the start and the click, such as transitions, comes to its end.
  await sleep(2500);
  const before = ticksOf(sandbox.pid);
  await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await sleep(WATCHED_MS);
  const trace = JSON.parse(String(await browser.stopTracing())) as {
    traceEvents: { name: string; args?: { data?: { url?: string } } }[];
  };
  const ran = trace.traceEvents
    .map(({ name }) => name)
    .filter((name) =>
      /^(TimerFire|TimerInstall|FireAnimationFrame|RequestAnimationFrame|FireIdleCallback|FunctionCall)$/.test(name),
    );
  expect(ran, 'what ran in the page').toEqual([]);
  expect(ticksOf(sandbox.pid) - before, 'hundredths of a second of the core').toBeLessThanOrEqual(1);
});
