/** What the window shows while the core answers late, and how one gets on from there. */
import { expect, type Page } from 'playwright/test';
import { test } from '../shells/sandbox.ts';
import { expectAccessible, row } from '../shells/window.ts';

/** Answers of the core that are held back until a test lets them through. */
interface LateAnswers {
  /** Connections that the page has opened. */
  connections(): number;
  release(): void;
}

/** @param isHeld which of the connections, counted from 1, hears nothing before `release` */
async function holdAnswers(page: Page, isHeld: (connection: number) => boolean): Promise<LateAnswers> {
  let count = 0;
  let isReleased = false;
  const held: (() => void)[] = [];
  await page.routeWebSocket(/\/api$/, (socket) => {
    count += 1;
    const waits = isHeld(count);
    const server = socket.connectToServer();
    server.onMessage((message) => {
      const send = () => socket.send(message);
      if (waits && !isReleased) held.push(send);
      else send();
    });
  });
  return {
    connections: () => count,
    release() {
      isReleased = true;
      for (const send of held.splice(0)) send();
    },
  };
}

const skeleton = (page: Page) => page.locator('.skeleton-row').first();
const words = (page: Page) => page.getByRole('status').filter({ hasText: 'The host is being read.' });

test('the first reading shows where rows will be, and after 5 s that it takes long', async ({ page, sandbox: _ }) => {
  const late = await holdAnswers(page, () => true);
  const start = Date.now();
  await page.reload();
  await expect(skeleton(page)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Extensions');
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await expect(words(page)).toHaveText('This takes longer than usual. The host is being read.', { timeout: 30_000 });
  expect(Date.now() - start, 'ms until it says so').toBeGreaterThan(5000);
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await expect(page.getByText('Veneer itself gives no answer.')).toBeVisible();
  await expectAccessible(page, 'waiting for the host');
  late.release();
  await expect(row(page, 'editor')).toBeVisible();
  await expect(skeleton(page)).toHaveCount(0);
});

test('“Try again” gives up the connection that is silent, and the next one shows the host', async ({
  page,
  sandbox: _,
}) => {
  const late = await holdAnswers(page, (connection) => connection === 1);
  await page.reload();
  await page.getByRole('button', { name: 'Try again' }).click({ timeout: 30_000 });
  await expect(row(page, 'editor')).toBeVisible();
  expect(late.connections()).toBe(2);
  await expect(page.getByRole('alert')).toHaveCount(0);
});
