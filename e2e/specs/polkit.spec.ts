/** An ordinary user and the real polkit: refused, and then allowed. */
import { test as base, expect } from 'playwright/test';
import { isRoot } from '../harness/mount-namespace.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { openPolkitHost, type PolkitHost } from '../shells/polkit-host.ts';
import { runVeneer, startServer } from '../shells/server.ts';
import { openWindow, row, toggle } from '../shells/window.ts';

const test = base.extend<{ scratch: Scratch; host: PolkitHost }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  scratch: async ({}, use) => {
    const scratch = makeScratch('polkit');
    await use(scratch);
    scratch.remove();
  },
  host: async ({ scratch, page }, use) => {
    const host = await openPolkitHost(scratch);
    const release = '/run/extensions/alpha/usr/lib/extension-release.d';
    host.namespace.run('mkdir', '--parents', release, '/run/extensions/alpha/usr/share/veneer-test');
    host.namespace.run('cp', '/usr/lib/os-release', `${release}/extension-release.alpha`);
    const server = await startServer(scratch, { user: 'ordinary', args: [], enter: host.namespace.enter });
    await openWindow(page, server.url);
    await use(host);
    await server.stop();
    host.close();
  },
});

test.skip(!isRoot, 'only root may start a polkit of its own');

const isMerged = ({ namespace }: PolkitHost) => namespace.run('test', '-d', '/usr/share/veneer-test').status === 0;

test('says that nobody can be asked, and that nothing was changed', async ({ page, host }) => {
  await toggle(page, 'alpha');
  await page.getByRole('button', { name: 'Apply' }).click();
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result).toContainText('Nobody can be asked for permission here. Nothing was changed.');
  await expect(result).toContainText('pkttyagent');
  await expect(page.getByRole('region', { name: 'Staged changes' }), 'the choice is kept').toBeVisible();
  expect(isMerged(host)).toBe(false);
});

test('ends with its own exit code on the command line', async ({ page: _, host, scratch }) => {
  const start = { user: 'ordinary', enter: host.namespace.enter } as const;
  const { status, stdout } = runVeneer(scratch, { ...start, args: ['merge', '--json'] });
  expect(status).toBe(10);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'failed', error: { code: 'no-auth-agent' } });
});

test('merges and masks for a user whom polkit allows it', async ({ page, host }) => {
  await host.allow();
  await toggle(page, 'alpha');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText(/\/usr merged · 1 active/)).toBeVisible();
  expect(isMerged(host)).toBe(true);
  await toggle(page, 'alpha');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(row(page, 'alpha')).toContainText('Masked by /etc/extensions/alpha');
  await expect.poll(() => isMerged(host)).toBe(false);
});
