/** The fleet in the window: hosts over a real sshd, one that nobody answers at, and what an earlier start kept. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test as base, expect, type Locator, type Page } from 'playwright/test';
import { ansiblePlaybook } from '../../electron/ansible/run-playbook.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { makeFleetHost } from '../harness/fleet-host.ts';
import { fleetRow, type KeptHost, keepFleet, sevenHosts } from '../harness/kept-fleet.ts';
import { freePort } from '../harness/nginx.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { inTree, serveSsh } from '../harness/ssh-hosts.ts';
import { makeHome, type Server, startServer, veneerCommand } from '../shells/server.ts';
import { expectAccessible, openWindow } from '../shells/window.ts';

interface Own {
  readonly scratch: Scratch;
  /** @param sshConfig for `ssh -F`, in the folder of the test */
  start(sshConfig: string): Promise<Server>;
}

const test = base.extend<{ own: Own }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  own: async ({}, use) => {
    const scratch = makeScratch('fleet-window');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    const servers: Server[] = [];
    await use({
      scratch,
      async start(sshConfig) {
        const server = await startServer(scratch, {
          user: 'own',
          args: ['--root', join(scratch.path, 'tree')],
          env: { VENEER_SSH_CONFIG: sshConfig },
        });
        servers.push(server);
        return server;
      },
    });
    for (const server of servers) await server.stop();
    scratch.remove();
  },
});

/** A host at which nobody listens. */
async function putClosed(scratch: Scratch, name: string): Promise<string> {
  scratch.put('closed-config', `Host ${name}\n  HostName 127.0.0.1\n  Port ${await freePort()}\n`);
  return join(scratch.path, 'closed-config');
}

/** What an earlier start left of hosts, before the server is started. */
function keep(scratch: Scratch, hosts: readonly KeptHost[]): void {
  const { HOME } = makeHome(scratch, 'own');
  keepFleet(HOME ?? '', hosts);
}

/** What `veneer list --host` says of it. */
function listOnHost(scratch: Scratch, host: string): readonly Pick<Extension, 'name' | 'version'>[] {
  const [program = '', ...args] = veneerCommand('own', ['list', '--host', host, '--json']);
  const { stdout } = spawnSync(program, args, { env: makeHome(scratch, 'own'), encoding: 'utf8' });
  return JSON.parse(stdout).extensions;
}

const grid = (page: Page): Locator => page.getByRole('grid');
const hostRow = (page: Page, name: string): Locator =>
  grid(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) });
const details = (page: Page): Locator => page.getByRole('complementary', { name: 'Details' });

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
