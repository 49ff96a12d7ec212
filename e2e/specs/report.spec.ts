/** The page that `veneer report --format html` writes, in a real browser: nothing is fetched, nothing runs, everybody can read it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'playwright/test';
import { makeScratch, putExtension } from '../harness/scratch.ts';
import { runVeneer } from '../shells/server.ts';
import { expectAccessible } from '../shells/window.ts';

test('a report is one page of its own', async ({ page }) => {
  const scratch = makeScratch('report');
  try {
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="Debian <i>12</i>"\n');
    putExtension(scratch, 'tree/var/lib/extensions', 'fits', 'ID=_any\nSYSEXT_VERSION_ID=1.0\n');
    putExtension(scratch, 'tree/var/lib/extensions', 'other', 'ID=fedora\nVERSION_ID=43\n');
    putExtension(scratch, 'tree/var/lib/extensions', '<img src=x onerror=alert(1)>', 'ID=_any\n');
    scratch.put('tree/var/lib/extensions/torn.raw', 'no image');
    const { stdout, status } = runVeneer(scratch, {
      user: 'own',
      args: ['report', '--format=html', '--root', join(scratch.path, 'tree')],
    });
    expect(status).toBe(0);
    const file = join(scratch.path, 'report.html');
    writeFileSync(file, stdout);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('dialog', () => asked.push('a dialog'));
    await page.goto(pathToFileURL(file).href);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('System extensions on Debian <i>12</i>');
    await expect(page.getByRole('row').filter({ hasText: '<img src=x' })).toContainText('merged next time');
    await expect(page.getByRole('row').filter({ hasText: 'other' })).toContainText('does not fit');
    expect(asked).toEqual([pathToFileURL(file).href]);
    await expectAccessible(page, 'the report');
  } finally {
    scratch.remove();
  }
});
