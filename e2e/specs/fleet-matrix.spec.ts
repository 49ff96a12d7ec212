/** The matrix of the fleet in the window, over what an earlier start kept of hosts. */
import { expect } from 'playwright/test';
import { ansiblePlaybook } from '../../electron/ansible/run-playbook.ts';
import { fleetRow, type KeptHost, sevenHosts } from '../harness/kept-fleet.ts';
import { details, grid, hostRow, keep, putClosed, test } from '../shells/fleet-window.ts';
import { expectAccessible, openWindow } from '../shells/window.ts';

test('filters, keys and differences show what is kept, without a host being asked', async ({
  page,
  own: { scratch, start },
}) => {
  keep(scratch, sevenHosts(Date.now()));
  const server = await start(await putClosed(scratch, 'nas'));
  await openWindow(page, server.url);
  await page.keyboard.press('Control+7');
  await expect(hostRow(page, 'lab-8')).toContainText('needs 43');
  await expect(page.locator('.view-subtitle')).toContainText(/7 hosts over SSH · read 6 minutes ago, the oldest/);
  await expect(page.getByRole('region', { name: 'Summary' })).toContainText('nvidia-runtime does not fit 3 hosts');

  // As the grid pattern has it: the grid has the focus and names the cell.
  await grid(page).focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  const active = page.locator(`[id="${await grid(page).getAttribute('aria-activedescendant')}"]`);
  await expect(active).toHaveAccessibleName('docker on edge-02: 27.5.1 disabled.');
  await expect(page.locator('.fleet-about')).toHaveText('docker on edge-02: 27.5.1 disabled.');
  await expect(active).toHaveCSS('outline-style', 'solid');
  await expectAccessible(page, 'the fleet');
  await page.keyboard.press('Enter');
  await expect(details(page)).toContainText('edge-02');
  await expectAccessible(page, 'a host of the fleet');
  await page.keyboard.press('Escape');
  await expect(details(page)).toHaveCount(0);
  await expect(grid(page)).toBeFocused();

  await page.getByRole('radio', { name: 'Problems 4' }).click();
  await expect(grid(page).getByRole('rowheader')).toHaveText(['ws-042', 'ws-043', 'lab-8', 'nas']);
  await page.getByRole('radio', { name: /^Differs/ }).click();
  await page.getByRole('button', { name: 'Compare with…' }).click();
  await page.getByRole('menuitemradio', { name: /^edge-01/ }).click();
  await expect(hostRow(page, 'edge-02').locator('.fleet-differs')).toHaveCount(2);
  await expect(hostRow(page, 'edge-02').getByRole('gridcell', { name: /^tailscale/ })).toHaveAccessibleName(
    'tailscale on edge-02: 1.84.0 active. On edge-01: 1.84.1 active.',
  );
  await page.keyboard.press('/');
  await page.keyboard.type('lab tail');
  await expect(grid(page).getByRole('rowheader')).toHaveText(['lab-7', 'lab-8']);

  // A playbook for those that are shown, or for all.
  await page.getByRole('button', { name: 'Export as Ansible…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export as Ansible' });
  await dialog.getByRole('radio', { name: 'As a file says' }).click();
  await dialog.getByRole('textbox').fill('veneer: 1\nmasks: [{ name: docker }]\nextensions: [{ name: own }]\n');
  const written = dialog.locator('pre');
  await expect(written).toContainText('/etc/extensions/docker');
  await expect(written).toContainText(/hosts:\s+- "lab-7"\s+- "lab-8"\n/);
  await expect(dialog.getByRole('listitem')).toContainText(['own']);
  await expectAccessible(page, 'a playbook');
  await dialog.getByRole('radio', { name: 'All 7' }).click();
  await expect(written).toContainText('"edge-01"');
  const saved = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save the inventory…' }).click();
  expect((await saved).suggestedFilename()).toBe('hosts.yaml');
  await dialog.getByRole('textbox').fill('veneer: [');
  await expect(dialog.getByRole('alert')).toContainText('veneer.yaml');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('/');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('nothing like it');
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(grid(page).getByRole('rowheader')).toHaveCount(7);
  await page.emulateMedia({ forcedColors: 'active' });
  await grid(page).focus();
  await page.keyboard.press('Home');
  await expect(hostRow(page, 'ws-042').getByRole('rowheader')).toHaveCSS('outline-style', 'solid');
});

test('all hosts are changed by Ansible where all can be: one that is not reached is told first', async ({
  page,
  own,
}) => {
  test.skip(ansiblePlaybook() === null, 'ansible-core is installed for root alone');
  keep(own.scratch, sevenHosts(Date.now()).slice(0, 2));
  const { url } = await own.start(await putClosed(own.scratch, 'ws-042'));
  await openWindow(page, url);
  await page.keyboard.press('Control+7');
  await page.getByRole('button', { name: 'Change all…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change hosts' });
  await dialog.getByRole('radio', { name: 'As a file says' }).click();
  await dialog.getByRole('textbox').fill('veneer: 1\nmasks: [{ name: docker }]\n');
  const change = dialog.getByRole('button', { name: 'Change hosts' });
  await expect(change).toBeDisabled();
  await dialog.getByRole('button', { name: 'See what would be changed' }).click();
  await expect(dialog.getByRole('list', { name: 'What would be changed' }).getByRole('listitem')).toContainText([
    'ws-042: not reached',
  ]);
  await expect(change).toBeDisabled();
  await expectAccessible(page, 'hosts that are changed');
  await dialog.getByRole('textbox').fill('veneer: [');
  await dialog.getByRole('button', { name: 'See what would be changed' }).click();
  await expect(dialog.getByRole('alert')).toContainText('veneer.yaml');
});

test.describe('in German', () => {
  test.use({ locale: 'de-DE', viewport: { width: 800, height: 560 } });

  test('a small window has all of it, and of many hosts and extensions only what is seen is in the page', async ({
    page,
    own: { scratch, start },
  }) => {
    const names = Array.from({ length: 200 }, (_, at) => `extension-${String(at).padStart(3, '0')}`);
    const many = Array.from(
      { length: 40 },
      (_, at): KeptHost => ({
        id: `host-${String(at).padStart(2, '0')}`,
        os: 'Flatcar 4230.2.0',
        readAt: Date.now(),
        rows: names.map((name, column) => fleetRow(name, `1.${(at * column) % 7}`)),
      }),
    );
    keep(scratch, [...sevenHosts(Date.now()), ...many]);
    const server = await start(await putClosed(scratch, 'nas'));
    await openWindow(page, server.url);
    await page.keyboard.press('Control+7');
    await expect(hostRow(page, 'edge-02')).toContainText('27.5.1 deaktiviert');
    await expect(page.locator('.view-subtitle')).toContainText('47 Hosts über SSH');
    const isWider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(isWider, 'nothing stands beside a small window').toBe(false);
    const cut = await page
      .locator('.fleet-cell .fleet-words')
      .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent));
    expect(cut, 'no text is cut').toEqual([]);
    await expect(grid(page)).toHaveAttribute('aria-rowcount', '48');
    await expect(grid(page)).toHaveAttribute('aria-colcount', '207');
    const docker = async () => (await grid(page).getByRole('columnheader', { name: 'docker' }).boundingBox())?.width;
    const wide = await docker();
    await page.keyboard.press('/');
    await page.keyboard.type('host-0');
    await expect(grid(page).getByRole('rowheader')).toHaveCount(10);
    expect(await docker(), 'columns stay as they are while one types').toBe(wide);
    await page.keyboard.press('Escape');
    await expect(hostRow(page, 'edge-02')).toBeVisible();
    const before = await page.locator('.fleet-body .fleet-cell').elementHandles();
    await grid(page).focus();
    await page.keyboard.press('Control+End');
    const last = grid(page).getByRole('gridcell', { name: /^wasmtime auf host-39: nicht da/ });
    await expect(last).toBeInViewport({ ratio: 1 });
    await expect(grid(page).getByRole('rowheader', { name: 'host-39' })).toBeInViewport({ ratio: 1 });
    await expect(grid(page).getByRole('columnheader', { name: 'wasmtime' })).toBeInViewport({ ratio: 1 });
    await expect(page.locator(`[id="${await grid(page).getAttribute('aria-activedescendant')}"]`)).toHaveText('–');
    expect(await page.locator('.fleet-cell').count(), 'of more than 9,000').toBeLessThan(400);
    const kept = await Promise.all(before.map((one) => one.evaluate((element) => element.isConnected)));
    expect(kept.filter(Boolean).length / kept.length, 'they are drawn into the same elements').toBeGreaterThan(0.5);
    await expectAccessible(page, 'a large fleet');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('list', { name: 'Erweiterungen von host-39' }).getByRole('listitem')).toHaveCount(200);
    await expect(last, 'beside the details, too').toBeInViewport();
  });
});
