/** What a person chooses of what is kept current: one stream of versions, and optional features. */
import { chownSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { isRoot } from '../harness/mount-namespace.ts';
import { serveFolder, type WebServer } from '../harness/nginx.ts';
import { makeBakery } from '../harness/remotes.ts';
import { addRemote, chooseToInstall, view } from '../shells/catalog.ts';
import { test } from '../shells/sandbox.ts';
import { ORDINARY_USER } from '../shells/server.ts';
import { confirmInstall, expectAccessible, sheet } from '../shells/window.ts';

let server: WebServer | null = null;
test.afterEach(async () => {
  await server?.stop();
  server = null;
});

test('follows the versions of one stream alone', async ({ page, scratch, sandbox }) => {
  rmSync(join(sandbox.tree, 'var/lib/extensions/broken.raw'));
  makeBakery(scratch, 'served');
  server = await serveFolder(scratch, 'served');
  await view(page, 'Settings').click();
  await addRemote(page, 'bakery', server.url);
  await view(page, 'Catalog').click();
  await chooseToInstall(page, 'kubernetes', 'v2.0');
  await sheet(page).getByRole('radio', { name: 'Only v2.*' }).click();
  await expectAccessible(page, 'install sheet with streams');
  await confirmInstall(page, 'merge');
  await expect(sheet(page)).toBeHidden();
  const folder = join(sandbox.tree, 'etc/sysupdate.kubernetes.d');
  const [file = ''] = readdirSync(folder);
  expect(readFileSync(join(folder, file), 'utf8')).toContain('MatchPattern=kubernetes-v2.@v-%a.raw\n');
  // v10.0 is at the same server, and newer.
  await view(page, /^Updates/).click();
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByRole('main')).toContainText('Checked just now');
  await expect(page.getByRole('region', { name: 'Up to date' })).toContainText('v2.0');
});

test.describe('by the rules of systemd 257', () => {
  test.use({ args: ['--sandbox', '--as-systemd', '257'] });

  test('switches an optional feature on, and takes that back', async ({ page, sandbox }) => {
    const folder = join(sandbox.tree, 'etc/sysupdate.apps.d');
    mkdirSync(folder, { recursive: true });
    const feature = '[Feature]\nDescription=Containers\nDocumentation=https://docs.example/docker\nEnabled=false\n';
    writeFileSync(join(folder, 'docker.feature'), feature);
    writeFileSync(
      join(folder, 'docker.transfer'),
      `[Transfer]\nVerify=no\nFeatures=docker\n[Source]\nType=regular-file\nPath=/srv\nMatchPattern=docker_@v.raw
[Target]\nType=regular-file\nPath=/var/lib/extensions\nCurrentSymlink=docker.raw\n`,
    );
    const news = join(sandbox.tree, 'etc/sysupdate.news.d');
    mkdirSync(news, { recursive: true });
    const page2 = 'https://github.com/example/news/releases/tag/2';
    writeFileSync(
      join(news, 'news.transfer'),
      `[Transfer]\nVerify=no\nChangeLog=${page2.replace(/2$/, '@v')}\nChangeLog=https://example.org/a\u202eb
[Source]\nType=regular-file\nPath=/srv\nMatchPattern=news_@v.raw
[Target]\nType=regular-file\nPath=/var/lib/extensions.d/news\nMatchPattern=news_@v.raw
CurrentSymlink=/var/lib/extensions/news.raw\n`,
    );
    mkdirSync(join(sandbox.tree, 'srv'), { recursive: true });
    writeFileSync(join(sandbox.tree, 'srv/news_2.raw'), '');
    // The sandbox is its user's, and believes nobody else's folders.
    if (isRoot) for (const one of [folder, news]) chownSync(one, ORDINARY_USER, ORDINARY_USER);
    await page.reload();
    await view(page, /^Updates/).click();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByRole('button', { name: 'What changes in news' }).click();
    const changes = page.getByRole('region', { name: 'What changes in news' });
    await expect(changes.getByRole('link')).toHaveText([page2]);
    await expect(changes.getByRole('link', { name: page2 })).toHaveAttribute('href', page2);
    const features = page.getByRole('region', { name: 'Optional features' });
    await expect(features).toContainText('Containers');
    await expect(features).toContainText('of apps · brings docker');
    await expectAccessible(page, 'updates with features');
    await features.getByText('docker', { exact: true }).waitFor();
    const toggle = features.getByRole('switch', { name: 'docker' });
    await expect(toggle).not.toBeChecked();
    await features.locator('.toggle').click();
    await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done');
    await expect(toggle).toBeChecked();
    expect(readdirSync(join(folder, 'docker.feature.d'))).toHaveLength(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(toggle).not.toBeChecked();
  });
});
