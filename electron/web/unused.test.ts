import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { held } from '../../e2e/harness/held-job.ts';
import { openDoorForTests } from '../../e2e/harness/open-door.ts';
import { createJobs } from '../jobs/runner.ts';
import { type Door, openDoor } from './server.ts';
import { watchUse } from './unused.ts';

const AFTER_MS = 300;
const here = openDoorForTests('unused');
let door: Door | null = null;
afterEach(async () => {
  await door?.close();
  door = null;
});

/** A window on a door. */
async function openPage({ url, token }: Door): Promise<WebSocket> {
  const { host, origin } = new URL(url);
  const page = new WebSocket(`ws://${host}/api`, ['veneer', `veneer.token.${token}`], { headers: { origin } });
  await new Promise((settle, fail) => page.once('open', settle).once('error', fail));
  return page;
}

test('a door is unused once its last window has been gone for a while', async () => {
  door = await openDoor({ ...here.options, listen: 0 });
  let isOver = false;
  const start = performance.now();
  const over = door.untilUnused(AFTER_MS).then(() => {
    isOver = true;
  });
  const page = await openPage(door);
  await sleep(AFTER_MS * 3);
  expect(isOver).toBe(false);
  page.close();
  const gone = performance.now();
  await over;
  expect(performance.now() - gone).toBeGreaterThan(AFTER_MS - 50);
  expect(gone - start).toBeGreaterThan(AFTER_MS * 2);
});

test('who only asks for the page uses it too', async () => {
  door = await openDoor({ ...here.options, listen: 0 });
  const start = performance.now();
  const over = door.untilUnused(AFTER_MS);
  await sleep(AFTER_MS / 2);
  const asked = await fetch(door.url);
  await asked.arrayBuffer();
  await over;
  expect(performance.now() - start).toBeGreaterThan(AFTER_MS * 1.5 - 50);
});

test('a job holds it, and so does a while after the job', async () => {
  const jobs = createJobs();
  const { order, settle } = held();
  jobs.start(order);
  const watch = watchUse(() => false, jobs);
  let isOver = false;
  const over = watch.untilUnused(AFTER_MS).then(() => {
    isOver = true;
  });
  await sleep(AFTER_MS * 3);
  expect(isOver).toBe(false);
  settle('');
  const ended = performance.now();
  await over;
  expect(performance.now() - ended).toBeGreaterThan(AFTER_MS - 50);
});
