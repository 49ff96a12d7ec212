/** Recipes: those that there are, one with what it makes, a mistake, a build that runs and one that failed. */
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { t } from '../../shared/messages/translate.ts';
import { type Serving, serveFolder } from '../harness/nginx.ts';
import { hashOf } from '../harness/remotes.ts';
import { makeScratch } from '../harness/scratch.ts';
import { view } from '../shells/catalog.ts';
import { startServer } from '../shells/server.ts';
import { openWindow, sheet } from '../shells/window.ts';
import { camera, inEachSizeAndLanguage } from './camera.ts';

const SLOW: Serving = { limits: 'limit_rate 100k;' };

inEachSizeAndLanguage(() => {
  test('build', async ({ page }) => {
    const shot = camera(page);
    const scratch = makeScratch('screenshots');
    const program = Buffer.alloc(500_000, 'x');
    scratch.put('served/tool-2.1-amd64', program);
    scratch.put('recipe/bin/hello', '#!/bin/sh\n');
    const server = await startServer(scratch, { user: 'ordinary', args: ['--sandbox'] });
    const nginx = await serveFolder(scratch, 'served', SLOW);
    try {
      await openWindow(page, server.url);
      await view(page, t('Build')).click();
      await expect(page.getByRole('region', { name: t('From releases of their publishers') })).toBeVisible();
      await shot('80-recipes');
      await page.getByRole('button', { name: /^kubernetes / }).click();
      const makes = page.getByRole('region', { name: t('What it makes') });
      await expect(makes).toContainText('dl.k8s.io');
      await shot('81-recipe');
      const text = page.getByRole('textbox', { name: t('Text of the recipe') });
      const written = await text.inputValue();
      await text.fill(written.replace('mode: "0755"', 'mdoe: "0755"'));
      await makes.getByRole('button', { name: t('Show the line') }).click();
      await shot('82-recipe-mistake');
      const sum = hashOf(program);
      await text.fill(`name: tool
version: "2.1"
description: A tool with what it needs
target: { architectures: [x86-64, arm64] }
sources:
  tool:
    url: ${nginx.url}tool-{version}-{arch}
    arch: { x86-64: amd64 }
    sha256: { "2.1": { x86-64: ${sum}, arm64: ${sum} }, "2.0": { x86-64: ${sum}, arm64: ${sum} } }
  own: { file: bin }
steps:
  - take: { from: tool, to: /usr/bin/tool }
  - take: { from: own, path: hello, to: /usr/bin/ }
`);
      const build = page.getByRole('button', { name: t('Build it') });
      await expect(build).toBeEnabled();
      await shot('83-recipe-choices');
      await build.click();
      await expect(makes.getByRole('progressbar')).toBeVisible();
      await shot('84-building');
      await expect(page.getByRole('alert')).toContainText(t('It was not built.'), { timeout: 60_000 });
      await shot('85-not-built');
      await page
        .getByRole('textbox', { name: t('Folder in which its files are, on the machine that Veneer runs on') })
        .fill(join(scratch.path, 'recipe'));
      await expect(makes).not.toContainText(t('Not there'));
      await build.click();
      await expect(sheet(page)).toContainText('tool');
      await shot('86-built');
    } finally {
      await page.goto('about:blank');
      await server.stop();
      await nginx.stop();
      scratch.remove();
    }
  });
});
