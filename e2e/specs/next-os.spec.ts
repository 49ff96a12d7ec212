/** What becomes of the extensions on the OS that is staged, in the window, on an ostree tree made by its documentation. */
import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { bootDeployed, putDeployments, STAGED } from '../harness/deployments.ts';
import { serveFolder, type WebServer } from '../harness/nginx.ts';
import { imageOf, writeSums } from '../harness/remotes.ts';
import { addRemote, chooseToInstall, view } from '../shells/catalog.ts';
import { test } from '../shells/desk.ts';
import { confirm, confirmInstall, expectAccessible, sheet } from '../shells/window.ts';

let server: WebServer | null = null;
test.afterEach(async () => {
  await server?.stop();
  server = null;
});

test('the build for the staged OS is downloaded beside, and counts from its first boot', async ({ page, desk }) => {
  const { scratch, namespace } = desk;
  putDeployments(scratch);
  bootDeployed(scratch, namespace);
  for (const [version, os] of [
    ['1.0', '43'],
    ['2.0', '44'],
  ]) {
    const release = `ID=fedora\nVERSION_ID=${os}\nARCHITECTURE=x86-64\nSYSEXT_VERSION_ID=${version}\n`;
    scratch.put(`served/tool-${version}-x86-64.raw`, imageOf(scratch, { name: 'tool', release }));
  }
  writeSums(scratch, 'served');
  server = await serveFolder(scratch, 'served');
  await desk.open('ID=fedora\nVARIANT_ID=coreos\nVERSION_ID=43\n');
  await addRemote(page, 'smithy', server.url);
  await chooseToInstall(page, 'tool', '1.0');
  await confirmInstall(page, 'store');
  await expect(sheet(page)).toBeHidden();

  await view(page, 'Host').click();
  const plate = page.locator('.plate').filter({ has: page.getByText('tool', { exact: true }) });
  const bar = page.getByRole('button', { name: /^What if this host ran/ });
  // The one that runs next is chosen by itself.
  await expect(bar).toContainText('fedora 44');
  // It is there with an /etc of its own, until it is found to be staged.
  await expect(plate).toContainText('fedora 44 is deployed already, and its own /etc has no unit for tool.');
  await expect(plate).toContainText('drops out');
  await expect(page.getByRole('button', { name: /^Prepare/ })).toHaveCount(0);
  scratch.put('tree/run/ostree/staged-deployment', `target\0(ss)fedora\0${STAGED}\0osname`);
  await view(page, 'Catalog').click();
  await view(page, 'Host').click();
  await expect(plate).toContainText('smithy has 2.0 for it');
  await expectAccessible(page, 'host with a next OS');
  // One that cannot be had is said.
  const build = join(scratch.path, 'served/tool-2.0-x86-64.raw');
  renameSync(build, `${build}.away`);
  const prepare = page.getByRole('button', { name: 'Prepare 1 build…' });
  await prepare.click();
  await expect(page.getByText('The version of tool for fedora 44 is not downloaded.')).toBeVisible();
  renameSync(`${build}.away`, build);
  await prepare.click();
  const review = page.getByRole('dialog');
  await expect(review).toContainText('Make tool 2.0 current from when fedora 44 runs');
  await confirm(page);
  await expect(plate).toContainText('2.0 is prepared for it');
  expect(desk.links()).toEqual(['tool-1.0-x86-64.raw']);
  const store = join(scratch.path, 'tree/var/lib/extensions.d/tool');
  expect(readdirSync(store).filter((name) => name.endsWith('.raw'))).toHaveLength(2);
  const told = (os: string) =>
    readFileSync(join(scratch.path, `tree/var/lib/veneer/for-os/${os}/sysext-tool.conf`), 'utf8');
  expect(told('fedora:43')).toContain('tool-1.0-x86-64.raw\n');
  expect(told('fedora:44')).toContain('tool-2.0-x86-64.raw\n');
});
