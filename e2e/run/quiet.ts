/** When what a page set off is over. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright/test';

/** Longer than the mount table is left alone, so that what a merge sets off later is counted too. */
const QUIET_MS = 2600;
const LOOK_MS = 100;
const MOST_MS = 60_000;

/** Waits until some state is the same for a while. @throws where it never is */
export async function settled(state: () => string): Promise<void> {
  const end = performance.now() + MOST_MS;
  let last = state();
  let since = performance.now();
  while (performance.now() - since < QUIET_MS) {
    await sleep(LOOK_MS);
    if (performance.now() > end) throw new Error('it never came to rest');
    const now = state();
    if (now === last) continue;
    last = now;
    since = performance.now();
  }
}

/** Counts the messages over every socket of a page, both ways. */
export function countMessages(page: Page): () => number {
  let count = 0;
  page.on('websocket', (socket) => {
    socket.on('framesent', () => count++);
    socket.on('framereceived', () => count++);
  });
  return () => count;
}
