/** An ordinary user and the real polkit: refused, and then allowed. */
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { contentOfAnswer } from '../harness/answers.ts';
import { isRoot } from '../harness/mount-namespace.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { openPolkitHost, type PolkitHost } from '../shells/polkit-host.ts';
import { runVeneer, type Server, startServer } from '../shells/server.ts';
import { band, confirm, openWindow, row, toggle } from '../shells/window.ts';

const test = base.extend<{ scratch: Scratch; host: PolkitHost; server: Server }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  scratch: async ({}, use) => {
    const scratch = makeScratch('polkit');
    await use(scratch);
    scratch.remove();
  },
  host: async ({ scratch }, use) => {
    const host = await openPolkitHost(scratch);
    const release = '/run/extensions/alpha/usr/lib/extension-release.d';
    host.namespace.run('mkdir', '--parents', release, '/run/extensions/alpha/usr/share/veneer-test');
    host.namespace.run('cp', '/usr/lib/os-release', `${release}/extension-release.alpha`);
    await use(host);
    host.close();
  },
  server: [
    async ({ scratch, host, page }, use) => {
      const server = await startServer(scratch, { user: 'ordinary', args: [], enter: host.namespace.enter });
      await openWindow(page, server.url);
      await use(server);
      await server.stop();
    },
    { auto: true },
  ],
});

// All of them change `/`, at which the helper lets one change happen at a time.
test.describe.configure({ mode: 'default' });
test.skip(!isRoot, 'only root may start a polkit of its own');

const isMerged = ({ namespace }: PolkitHost) => namespace.run('test', '-d', '/usr/share/veneer-test').status === 0;

test('says that nobody can be asked, and that nothing was changed', async ({ page, host, server }) => {
  await toggle(page, 'alpha');
  await page.getByRole('button', { name: 'Apply' }).click();
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result).toContainText('Nobody can be asked for permission here. Nothing was changed.');
  await expect(result).toContainText(`pkttyagent --process ${server.pid}`);
  await expect(page.getByRole('region', { name: 'Staged changes' }), 'the choice is kept').toBeVisible();
  expect(isMerged(host)).toBe(false);
});

test('ends with its own exit code on the command line', async ({ page: _, host, scratch }) => {
  const start = { user: 'ordinary', enter: host.namespace.enter } as const;
  const { status, stdout } = runVeneer(scratch, { ...start, args: ['merge', '--json'] });
  expect(status).toBe(10);
  expect(contentOfAnswer(stdout)).toMatchObject({ status: 'failed', error: { code: 'no-auth-agent' } });
});

test('merges and masks for a user whom polkit allows it', async ({ page, host }) => {
  await host.allow();
  await band(page).getByRole('button', { name: 'Merge' }).click();
  await confirm(page);
  await expect(band(page)).toContainText('1 of 1 enabled extension');
  expect(isMerged(host)).toBe(true);
  await toggle(page, 'alpha');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(row(page, 'alpha')).toContainText('Disabled');
  await expect.poll(() => isMerged(host)).toBe(false);
});

test('needs leave for each verb, once the helper is installed with its actions', async ({ page, host, scratch }) => {
  host.installHelper();
  await host.allow('org.veneer.helper.install');
  const image = join(scratch.path, 'tool-1.0.raw');
  putExtension(scratch, 'source', 'tool', 'ID=_any\n');
  makeSquashfs(join(scratch.path, 'source/tool'), image);
  const veneer = (...args: string[]) => runVeneer(scratch, { user: 'ordinary', enter: host.namespace.enter, args });
  expect(veneer('install', image)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('done    Install tool 1.0'),
  });
  expect(host.namespace.run('readlink', '/var/lib/extensions/tool.raw').output.trim()).toBe(
    '/var/lib/extensions.d/tool/tool-1.0.raw',
  );
  await expect(row(page, 'tool')).toContainText('Merged next time');
  expect(veneer('disable', 'tool'), 'another verb').toMatchObject({ status: 10 });
  expect(veneer('remove', 'tool'), 'another verb').toMatchObject({ status: 10 });
});
