/** What a person types and presses, at its limits. */
import { expect } from 'playwright/test';
import { MAX_MESSAGE } from '../../shared/window/max-message.ts';
import { test } from '../shells/sandbox.ts';
import { review, row, sheet, toggle } from '../shells/window.ts';

test('what is too long for one message is not sent, and the connection stays', async ({ page, sandbox: _ }) => {
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await page.keyboard.press('Control+o');
  await sheet(page)
    .getByRole('textbox')
    .fill(`/${'x'.repeat(MAX_MESSAGE)}`);
  await sheet(page).getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByText('This is too much for one request.').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(row(page, 'metrics').first()).toBeVisible();
  expect(sockets, 'no connection was lost').toEqual([]);
});

test('a key that is pressed before the dialogs are there opens one, which takes what is typed next', async ({
  page,
  sandbox: _,
}) => {
  // Of themselves they come 100 ms after the list; here never.
  await page.addInitScript(() => {
    const soon = window.setTimeout;
    const later = (act: () => void, after?: number) => (after === 100 ? 0 : soon(act, after));
    Object.assign(window, { setTimeout: later });
  });
  await page.reload();
  await expect(row(page, 'metrics')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('/usr');
  await expect(page.getByRole('dialog').getByRole('combobox')).toHaveValue('/usr');
});

test('a switch that was clicked leaves the keys to their commands', async ({ page, sandbox: _ }) => {
  await toggle(page, 'broken');
  await toggle(page, 'metrics');
  await expect(page.getByRole('button', { name: 'Apply' })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('region', { name: 'Result' })).toBeVisible();
});

test('a press counts although the page moves under a pointer that is held still', async ({ page, sandbox: _ }) => {
  const mask = page.getByRole('button', { name: 'Leave it out and merge…' });
  const box = await mask.boundingBox();
  if (box === null) throw new Error('the button is not to be seen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  // As the notes of a plan do that come in at this moment.
  await page.evaluate(() => {
    const main = document.querySelector('main');
    if (main !== null) main.style.paddingBlockStart = '120px';
  });
  await page.mouse.up();
  await expect(review(page)).toBeVisible();
});

test('a press is taken back by leaving the button', async ({ page, sandbox: _ }) => {
  const mask = page.getByRole('button', { name: 'Leave it out and merge…' });
  const box = await mask.boundingBox();
  if (box === null) throw new Error('the button is not to be seen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height + 120);
  await page.mouse.up();
  await page.getByRole('button', { name: 'Search or run a command' }).click();
  await page.keyboard.press('Escape');
  await expect(review(page)).toBeHidden();
});

test('what a press opens over its button is not a page that moved', async ({ page, sandbox: _ }) => {
  const clicks = () => page.evaluate(() => Number(document.body.dataset['madeClicks'] ?? 0));
  await page.evaluate(() => {
    const count = (event: Event) => {
      if (!event.isTrusted)
        document.body.dataset['madeClicks'] = String(Number(document.body.dataset['madeClicks'] ?? 0) + 1);
    };
    document.addEventListener('click', count, true);
  });
  await page.getByRole('button', { name: 'Sort by' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  // A press that was taken back is made good by a timer that is due at once; of two such, the later one comes later.
  await page.evaluate(() => new Promise((settle) => setTimeout(settle)));
  expect(await clicks()).toBe(0);
  await expect(page.getByRole('menu')).toBeVisible();
});
