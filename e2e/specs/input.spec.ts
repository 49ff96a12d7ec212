/** What a person types and presses, at its limits. */
import { expect } from 'playwright/test';
import { MAX_MESSAGE } from '../../shared/max-message.ts';
import { test } from '../shells/sandbox.ts';
import { row, sheet, toggle } from '../shells/window.ts';

test('what is too long for one message is not sent, and the connection stays', async ({ page, sandbox: _ }) => {
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await page.keyboard.press('Control+o');
  await sheet(page)
    .getByRole('textbox')
    .fill(`/${'x'.repeat(MAX_MESSAGE)}`);
  await sheet(page).getByRole('button', { name: 'Look at it' }).click();
  await expect(page.getByText('This is too much for one request.').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(row(page, 'metrics').first()).toBeVisible();
  expect(sockets, 'no connection was lost').toEqual([]);
});

test('a switch that was clicked leaves the keys to their commands', async ({ page, sandbox: _ }) => {
  await page.getByRole('button', { name: 'Mask broken' }).click();
  await toggle(page, 'metrics');
  await expect(page.getByRole('button', { name: 'Apply' })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('region', { name: 'Result' })).toBeVisible();
});
