/** The fleet: empty, hosts that were read, one that is not reached, what differs, one host, and adding more. */
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { t } from '../../shared/messages/translate.ts';
import { keepFleet, sevenHosts } from '../harness/kept-fleet.ts';
import { freePort } from '../harness/nginx.ts';
import { makeScratch } from '../harness/scratch.ts';
import { view } from '../shells/catalog.ts';
import { startServer } from '../shells/server.ts';
import { openWindow } from '../shells/window.ts';
import { camera, inEachSizeAndLanguage } from './camera.ts';

inEachSizeAndLanguage(() => {
  test('fleet', async ({ page }) => {
    const shot = camera(page);
    const scratch = makeScratch('screenshots');
    scratch.put('tree/usr/lib/os-release', 'ID=flatcar\nVERSION_ID=4081.2.0\nPRETTY_NAME="Flatcar 4081.2.0"\n');
    scratch.put('ssh-config', `Host nas\n  HostName 127.0.0.1\n  Port ${await freePort()}\n`);
    const start = () =>
      startServer(scratch, {
        user: 'own',
        args: ['--root', join(scratch.path, 'tree')],
        env: { VENEER_SSH_CONFIG: join(scratch.path, 'ssh-config') },
      });
    let server = await start();
    try {
      await openWindow(page, server.url);
      await view(page, t('Fleet')).click();
      await expect(page.getByText(t('No other hosts yet'))).toBeVisible();
      await shot('38-fleet-empty');
      await page.goto('about:blank');
      await server.stop();
      keepFleet(server.home, sevenHosts(Date.now()));
      server = await start();
      await openWindow(page, server.url);
      await view(page, t('Fleet')).click();
      const grid = page.getByRole('grid');
      await grid.getByRole('rowheader', { name: 'nas' }).click();
      await page
        .getByRole('complementary')
        .getByRole('button', { name: t('Read again') })
        .click();
      await expect(grid).toContainText('127.0.0.1');
      await page.getByRole('button', { name: t('Close details') }).click();
      await shot('39-fleet');
      await page.getByRole('radio', { name: new RegExp(`^${t('Differs {count}', { count: '' })}`) }).click();
      await grid.focus();
      await page.keyboard.press('ArrowDown');
      await shot('40-fleet-differs');
      await page.getByRole('radio', { name: t('All'), exact: true }).click();
      await grid.getByRole('rowheader', { name: 'lab-8' }).click();
      await shot('41-fleet-host');
      await page.getByRole('button', { name: t('Close details') }).click();
      await page.getByRole('button', { name: t('Other OS release…') }).click();
      await page.getByRole('textbox', { name: 'VERSION_ID' }).fill('4230.2.0');
      await expect(page.getByRole('dialog').getByRole('status')).toContainText('2');
      await shot('42-fleet-next-os');
      await page
        .getByRole('dialog')
        .getByRole('button', { name: t('Close'), exact: true })
        .click();
      await page.getByRole('button', { name: t('Export as Ansible…') }).click();
      await page.getByRole('radio', { name: t('As a file says') }).click();
      const yaml = 'veneer: 1\nmasks: [{ name: docker }]\nextensions: [{ name: kubernetes }]\n';
      await page.getByRole('dialog').getByRole('textbox').fill(yaml);
      await expect(page.locator('.modal pre')).toContainText('docker');
      await shot('42-fleet-playbook');
      await page
        .getByRole('dialog')
        .getByRole('button', { name: t('Close'), exact: true })
        .click();
      await page.getByRole('button', { name: t('Change all…') }).click();
      await page.getByRole('radio', { name: t('As a file says') }).click();
      await page.getByRole('dialog').getByRole('textbox').fill(yaml);
      await page.getByRole('button', { name: t('See what would be changed') }).click();
      await expect(page.getByRole('dialog').getByRole('listitem')).not.toHaveCount(0);
      await expect(page.getByRole('button', { name: t('See what would be changed') })).toBeEnabled();
      await shot('42-fleet-change');
      await page
        .getByRole('dialog')
        .getByRole('button', { name: t('Close'), exact: true })
        .click();
      await page.getByRole('button', { name: t('Add hosts…') }).click();
      await page.keyboard.type('edge-03\nadmin@10.0.0.7:2222');
      await shot('42-fleet-add');
    } finally {
      await page.goto('about:blank');
      await server.stop();
      scratch.remove();
    }
  });
});
