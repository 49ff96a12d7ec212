/** The fleet in the window: hosts over a real sshd, one that nobody answers at, and one that is gone. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { Extension } from '../../shared/model/extension.ts';
import { makeFleetHost } from '../harness/fleet-host.ts';
import { fleetRow } from '../harness/kept-fleet.ts';
import { freePort } from '../harness/nginx.ts';
import { putExtension, type Scratch } from '../harness/scratch.ts';
import { inTree, serveSsh } from '../harness/ssh-hosts.ts';
import { details, grid, hostRow, keep, putClosed, test } from '../shells/fleet-window.ts';
import { makeHome, veneerCommand } from '../shells/server.ts';
import { expectAccessible, openWindow } from '../shells/window.ts';

/** What `veneer list --host` says of it. */
function listOnHost(scratch: Scratch, host: string): readonly Pick<Extension, 'name' | 'version'>[] {
  const [program = '', ...args] = veneerCommand('own', ['list', '--host', host, '--json']);
  const { stdout } = spawnSync(program, args, { env: makeHome(scratch, 'own'), encoding: 'utf8' });
  return JSON.parse(stdout).extensions;
}

test('hosts of the OpenSSH configuration are added and read, and one that does not answer says so', async ({
  page,
  own: { scratch, start },
}) => {
  const host = makeFleetHost(scratch, 'edge', '4230.2.0', 257);
  const extensions = 'trees/edge/var/lib/extensions';
  putExtension(scratch, extensions, 'fits', 'ID=flatcar\nVERSION_ID=4230.2.0\nSYSEXT_VERSION_ID=3.1\n');
  putExtension(scratch, extensions, 'too-old', 'ID=flatcar\nVERSION_ID=4152.2.3\n');
  const ssh = await serveSsh(scratch, { edge: inTree(host) });
  try {
    const server = await start(ssh.config);
    await openWindow(page, server.url);
    await page.keyboard.press('Control+7');
    await expect(page).toHaveURL(/#\/fleet$/);
    await expect(page.getByText('No other hosts yet')).toBeVisible();
    await expectAccessible(page, 'an empty fleet');
    await page.getByRole('button', { name: 'Add hosts…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add hosts' });
    await dialog.getByRole('radio', { name: 'OpenSSH configuration' }).click();
    await expectAccessible(page, 'adding hosts');
    await dialog.getByRole('button', { name: 'Add and read' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(hostRow(page, 'edge')).toContainText('3.1');
    await expect(hostRow(page, 'edge')).toContainText('Flatcar 4230.2.0');
    await expect(hostRow(page, 'edge').getByRole('gridcell', { name: 'too-old on edge' })).toHaveText('needs 4152.2.3');
    await expect(page.locator('.view-subtitle')).toContainText('1 host over SSH · read just now');

    // What would become of it on another release, typed, and on one that a host runs.
    await page.getByRole('button', { name: 'Other OS release…' }).click();
    const check = page.getByRole('dialog', { name: 'Check the fleet for another OS release' });
    await check.getByRole('textbox', { name: 'VERSION_ID' }).fill('4152.2.3');
    await expect(check.getByRole('status')).toHaveText('1 of 1 hosts would lose an extension.');
    const outlook = check.getByRole('region', { name: 'edge' }).getByRole('listitem');
    await expect(outlook).toHaveText([/^F?fits.*flatcar 4152\.2\.3.*drops out$/, /too-old.*comes in$/]);
    await expectAccessible(page, 'the fleet on another release');
    await check.getByRole('button', { name: /^If they ran/ }).click();
    await page.getByRole('menuitemradio', { name: /^Flatcar 4230\.2\.0/ }).click();
    await expect(check.getByRole('status')).toHaveText('None of 1 hosts would lose an extension.');
    await check.getByRole('button', { name: 'Close' }).click();

    // What is no host is refused where it was typed, and what was typed stays.
    await page.getByRole('button', { name: 'Add hosts…' }).click();
    await page.keyboard.type('-oProxyCommand=x');
    await page.getByRole('button', { name: 'Add and read' }).click();
    await expect(dialog.getByRole('alert')).toContainText('is no host. Write it as [user@]host[:port]');
    await dialog.getByRole('textbox').fill(`127.0.0.1:${await freePort()}`);
    await page.getByRole('button', { name: 'Add and read' }).click();
    const closed = grid(page).getByRole('row').filter({ hasText: 'not reached' });
    await expect(closed).toContainText('Connection refused');
    await expect(closed).toContainText('Look whether it runs');

    await hostRow(page, 'edge').getByRole('gridcell', { name: 'too-old on edge' }).click();
    await expect(details(page).getByRole('listitem').filter({ hasText: 'too-old' })).toContainText(
      'It needs flatcar 4152.2.3, this host is flatcar 4230.2.0.',
    );
    putExtension(scratch, extensions, 'later', 'ID=_any\n');
    await details(page).getByRole('button', { name: 'Read again' }).click();
    await expect(hostRow(page, 'edge').getByRole('gridcell', { name: /^later on edge: merged next time/ })).toHaveCount(
      1,
    );

    // It is shown as this machine is, by what was read of it, and there is nothing that could be changed.
    await details(page).getByRole('button', { name: 'Open edge' }).click();
    const card = page.getByRole('button', { name: /^edge over SSH, as of .+, read-only/ });
    await expect(card).toBeFocused();
    await expect(page).toHaveTitle('Extensions · edge · Veneer');
    const list = page.getByRole('grid', { name: 'Extensions' });
    const listed = listOnHost(scratch, 'edge');
    expect(listed.map(({ name }) => name).sort()).toEqual(['fits', 'later', 'too-old']);
    await expect(list.getByRole('switch')).toHaveCount(listed.length);
    for (const { name, version } of listed) {
      await expect(list.getByRole('switch', { name: `Enable ${name}` })).toBeDisabled();
      await expect(list.locator('.row-content').filter({ hasText: name })).toContainText(version ?? name);
    }
    await expect(page.getByText(/^As of .+, over SSH: you can look, not change anything\.$/).first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Merge', exact: true })).toBeDisabled();
    await expectAccessible(page, 'a host that is read over SSH');
    await list.getByText('too-old', { exact: true }).click();
    await page.getByRole('tab', { name: 'Files' }).click();
    await expect(details(page)).toContainText('Not known of a host that is read over SSH.');
    for (const view of ['Doctor', 'Updates', 'History']) {
      await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
      await expect(page.getByRole('heading', { name: 'Not known of a host that is read over SSH.' })).toBeVisible();
    }
    await expectAccessible(page, 'what is not known of it');
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Host', exact: true }).click();
    for (const part of ['Storage', 'Conflicts', 'At boot'])
      await expect(page.locator('section').filter({ has: page.getByRole('heading', { name: part }) })).toContainText(
        'Not known of a host that is read over SSH.',
      );
    await expectAccessible(page, 'the layers of a host that is read over SSH');

    // Read again from its own window, which follows; then back to where Veneer was started.
    putExtension(scratch, extensions, 'last', 'ID=_any\n');
    await page.keyboard.press('Control+1');
    await page.keyboard.press('Control+Shift+R');
    await expect(list.getByRole('switch', { name: 'Enable last' })).toBeDisabled();
    await card.click();
    await page.getByRole('menuitemradio', { name: join(scratch.path, 'tree') }).click();
    await expect(page).toHaveTitle(`Extensions · ${join(scratch.path, 'tree')} · Veneer`);
    await page.locator('.host-card').click();
    await expect(page.getByRole('menuitemradio', { name: 'edge' })).toBeVisible();
    await page.keyboard.press('Escape');

    await page.keyboard.press('Control+7');
    await hostRow(page, 'edge').getByRole('gridcell', { name: 'too-old on edge' }).click();
    await details(page).getByRole('button', { name: 'Remove from the fleet' }).click();
    await expect(hostRow(page, 'edge')).toHaveCount(0);
    await expect(details(page)).toHaveCount(0);
  } finally {
    await page.goto('about:blank');
    await ssh.stop();
  }
});

test('a host that another process takes out of the fleet is told of, and the window goes back', async ({
  page,
  own,
}) => {
  const { scratch } = own;
  const release = 'ID=flatcar\nVERSION_ID=4230.2.0\n';
  const releases = { host: release, of: { docker: release } };
  keep(scratch, [{ id: 'ws-042', os: 'Flatcar', readAt: Date.now(), rows: [fleetRow('docker', null)], releases }]);
  await openWindow(page, (await own.start(await putClosed(scratch, 'nobody'))).url);
  await page.keyboard.press('Control+7');
  await hostRow(page, 'ws-042').getByRole('gridcell').first().click();
  await details(page).getByRole('button', { name: 'Open ws-042' }).click();
  await expect(page).toHaveTitle('Extensions · ws-042 · Veneer');
  const [program = '', ...args] = veneerCommand('own', ['fleet', 'remove', 'ws-042']);
  expect(spawnSync(program, args, { env: makeHome(scratch, 'own') }).status).toBe(0);
  await expect(page).toHaveTitle(`Extensions · ${join(scratch.path, 'tree')} · Veneer`);
  const told = page.getByRole('alert').filter({ hasText: 'ws-042 is not in the fleet.' });
  await expect(told).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(told).toHaveCount(0);
});
