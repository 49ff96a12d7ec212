/** The known remotes in the window, each from servers that behave like its publisher's: see e2e/harness/publishers. */
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { makeSigningKey, type SigningKey } from '../harness/openpgp-key.ts';
import { fedora } from '../harness/publishers/fedora.ts';
import { flatcar } from '../harness/publishers/flatcar.ts';
import { frostyard } from '../harness/publishers/frostyard.ts';
import { MODULES_URL, modules } from '../harness/publishers/modules.ts';
import { opensuse, SNAPSHOT } from '../harness/publishers/opensuse.ts';
import { addRemote, entry, view } from '../shells/catalog.ts';
import { test, turnOnFirst } from '../shells/desk.ts';
import { details, sheet } from '../shells/window.ts';

/** Installs an older version from the details that are open, and has it brought up to date. */
async function installThenUpdate(page: Page, name: string, older: string, newer: string, installedAs = name) {
  const line = details(page).getByRole('region', { name: `${name} ${older} x86-64` });
  await line.getByRole('button', { name: /^Install/ }).click();
  await sheet(page).getByRole('button', { name: 'Install', exact: true }).click();
  await expect(sheet(page)).toBeHidden();
  await view(page, /^Updates/).click();
  await page.getByRole('button', { name: 'Look for updates' }).click();
  await page.getByRole('button', { name: `Update ${installedAs} to ${newer}` }).click();
  await expect(page.getByRole('region', { name: 'New' })).toBeHidden();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done');
}

test('Flatcar’s bakery', async ({ page, desk }) => {
  await desk.open('ID=flatcar\nID_LIKE=coreos\nVERSION_ID=4459.2.0\n', ...flatcar(desk.scratch));
  await turnOnFirst(page, 'flatcar');
  await expect(entry(page, 'docker-compose')).toContainText('Fits this host');
  await expect(entry(page, 'docker')).toContainText('29.6.2');
  await entry(page, 'docker').click();
  await expect(details(page)).toContainText('This sysext ships a custom docker. It comes with containerd.');
  await installThenUpdate(page, 'docker', '29.5.0', '29.6.2');
  expect(desk.links()).toEqual(['docker-29.6.2-x86-64.raw']);
});

test('Fedora’s collection', async ({ page, desk }) => {
  await desk.open('ID=fedora\nVARIANT_ID=coreos\nVERSION_ID=43\n', ...fedora(desk.scratch));
  await turnOnFirst(page, 'fedora');
  await expect(entry(page, 'kubernetes-cri-o-1.35')).toContainText('Fits this host');
  await expect(entry(page, 'only-new')).toContainText(
    'By its name it was built for release 44, this host is fedora 43.',
  );
  await entry(page, 'tree').click();
  await expect(details(page)).toContainText('This sysext is compatible with all Fedora variants');
  await installThenUpdate(page, 'tree', '2.2.1-1.fc43-43', '2.2.1-2.fc43');
  expect(desk.links()).toEqual(['tree-2.2.1-2.fc43-43-x86-64.raw']);
});

test('openSUSE’s images', async ({ page, desk }) => {
  await desk.open(`ID=opensuse-microos\nVERSION_ID=${SNAPSHOT}\n`, ...opensuse(desk.scratch));
  await turnOnFirst(page, 'opensuse');
  await expect(entry(page, 'debug')).toContainText('Fits this host');
  await expect(entry(page, 'gcc')).toContainText('Incompatible');
  await expect(page.getByRole('grid', { name: 'Catalog' }).getByRole('row')).toHaveCount(3);
  await entry(page, 'debug').click();
  await installThenUpdate(page, 'debug', '29.0', '29.1', 'debug-29.0.x86-64');
  expect(desk.links()).toHaveLength(1);
  expect(desk.links()[0]).toContain('debug-29.1.x86-64');
});

test('Frostyard’s signed repository', async ({ page, desk }) => {
  const key: SigningKey = makeSigningKey(desk.scratch, 'frostyard');
  try {
    desk.scratch.put('tree/usr/lib/systemd/.keep', '');
    key.exportTo(join(desk.scratch.path, 'tree/usr/lib/systemd/import-pubring.gpg'));
    await desk.open('ID=debian\nVERSION_ID=13\n', ...frostyard(desk.scratch, key));
    await turnOnFirst(page, 'frostyard');
    await entry(page, 'docker').click();
    await expect(details(page)).toContainText('Docker CE container runtime');
    await expect(details(page)).toContainText(`signed by ${key.fingerprint.slice(-16)}`);
    await expect(details(page)).toContainText('Known after the download: it is packed.');
    await installThenUpdate(page, 'docker', '5+29.7.1-1~debian.13~trixie-13', '5+29.7.2-1~debian.13~trixie-13');
    expect(desk.links()).toEqual(['docker-5+29.7.2-1~debian.13~trixie-13-x86-64.raw']);
  } finally {
    key.close();
  }
});

test('a module without a version', async ({ page, desk }) => {
  await desk.open('ID=zimaos\nVERSION_ID=1.5\n', ...modules(desk.scratch));
  await expect(page.getByRole('button', { name: /^Turn on / }).first()).toHaveAccessibleName('Turn on flatcar');
  await expect(page.getByText('Made for this system.')).toBeHidden();
  await addRemote(page, 'modules', MODULES_URL);
  await entry(page, 'cuda-llama').click();
  await expect(details(page)).toContainText('Llama with CUDA');
  await details(page)
    .getByRole('button', { name: /^Install cuda-llama/ })
    .first()
    .click();
  await sheet(page).getByRole('button', { name: 'Install', exact: true }).click();
  await expect(sheet(page)).toBeHidden();
  const [first] = desk.links();
  modules(desk.scratch, 'second');
  await view(page, /^Updates/).click();
  await page.getByRole('button', { name: 'Look for updates' }).click();
  await page.getByRole('button', { name: /^Update cuda-llama to 0\./ }).click();
  await expect(page.getByRole('region', { name: 'New' })).toBeHidden();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done');
  expect(desk.links()).toHaveLength(1);
  expect(desk.links()).not.toEqual([first]);
});
