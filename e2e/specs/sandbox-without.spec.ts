/** A sandbox where something is missing: it says what, and still lists. */
import { expect, test } from 'playwright/test';
import { isRoot, openMountNamespace } from '../harness/mount-namespace.ts';
import { makeScratch } from '../harness/scratch.ts';
import { startServer } from '../shells/server.ts';
import { band, details, openWindow, row, toggle } from '../shells/window.ts';

test.skip(!isRoot, 'only root may hide a program from a test');

test('without user namespaces', async ({ page }) => {
  const scratch = makeScratch('without');
  const namespace = await openMountNamespace();
  try {
    // A program that fails stands in the way of the real one, in this namespace alone.
    expect(namespace.run('mount', '--bind', '/bin/false', '/usr/bin/unshare').status).toBe(0);
    const server = await startServer(scratch, { user: 'ordinary', args: ['--sandbox'], enter: namespace.enter });
    try {
      await openWindow(page, server.url);
      await expect(page.getByText('A sandbox that can only list: User namespaces are not allowed')).toBeVisible();
      await expect(row(page, 'editor')).toContainText('Merged next time');
      await expect(band(page)).toContainText('You can look, not change anything.');
      await expect(band(page).getByRole('button', { name: 'Merge' })).toBeDisabled();
      await row(page, 'metrics').click();
      const changing = ['Disable', 'Remove…'].map((name) => details(page).getByRole('button', { name, exact: true }));
      for (const button of [page.getByRole('button', { name: 'Install…' }), ...changing]) {
        await expect(button).toBeDisabled();
        await expect(button.locator('xpath=..')).toHaveAttribute('title', /User namespaces are not allowed/);
      }
      await toggle(page, 'broken');
      const staged = page.getByRole('region', { name: 'Staged changes' });
      await expect(staged).toContainText('User namespaces are not allowed');
      await expect(staged.getByRole('button', { name: 'Apply' })).toBeDisabled();
    } finally {
      await server.stop();
    }
  } finally {
    namespace.close();
    scratch.remove();
  }
});

test('without getfattr', async ({ page }) => {
  const scratch = makeScratch('without');
  const namespace = await openMountNamespace();
  try {
    // No regular file stands there any more.
    expect(namespace.run('mount', '--bind', '/dev/null', '/usr/bin/getfattr').status).toBe(0);
    const server = await startServer(scratch, { user: 'ordinary', args: ['--sandbox'], enter: namespace.enter });
    try {
      await openWindow(page, server.url);
      await expect(page.getByText('Extended attributes of images cannot be read here')).toBeVisible();
      await expect(row(page, 'editor')).toContainText('Merged next time');
    } finally {
      await server.stop();
    }
  } finally {
    namespace.close();
    scratch.remove();
  }
});
