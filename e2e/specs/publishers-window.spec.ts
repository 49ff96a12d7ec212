/** The known remotes in the window, each from servers that behave like its publisher's: see e2e/harness/publishers. */
import { expect, type Page } from 'playwright/test';
import { KNOWN_REMOTES } from '../../shared/remotes/known-remotes.ts';
import { type StandIn, standInFor } from '../harness/publishers/known.ts';
import { MODULES_URL, modules } from '../harness/publishers/modules.ts';
import { addRemote, chooseToInstall, entry, showAll, view } from '../shells/catalog.ts';
import { test, turnOn } from '../shells/desk.ts';
import { confirmInstall, details, sheet } from '../shells/window.ts';

/** Installs the older version from the details that are open, and has it brought up to date. */
async function installThenUpdate(page: Page, { name, older, newer, installedAs }: StandIn, signs: boolean) {
  await chooseToInstall(page, name, older);
  await confirmInstall(page, 'store');
  await expect(sheet(page)).toBeHidden();
  await view(page, /^Updates/).click();
  await page.getByRole('button', { name: 'Check now' }).click();
  // A transfer file has the release of the OS apart from the version.
  const update = page.getByRole('button', { name: new RegExp(`^Update ${escaped(installedAs)} to `) });
  const told = (await update.getAttribute('aria-label')) ?? '';
  expect(newer.startsWith(told.slice(`Update ${installedAs} to `.length))).toBe(true);
  if (signs) {
    await page.getByRole('button', { name: `What changes in ${installedAs}` }).click();
    const changes = page.getByRole('region', { name: `What changes in ${installedAs}` });
    await expect(changes).toContainText(/checksum list signed by [0-9A-F]{16}/);
  }
  await update.click();
  await expect(page.getByRole('region', { name: /^\d+ updates?$/ })).toBeHidden();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done');
}

/** That it fits is known before it is downloaded. */
const canInstall = (page: Page, name: string) => entry(page, name).getByRole('button', { name: /^Install / });

const line = (page: Page, name: string) => entry(page, name).locator('.row-line');

const escaped = (text: string): string => text.replaceAll(/[.+~]/g, '\\$&');

/** What else there is to see of each, in its catalog, before anything is installed. */
const SEEN: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  async flatcar(page) {
    await expect(canInstall(page, 'docker-compose')).toBeVisible();
    // Who publishes it, not what the remote is called here.
    await expect(entry(page, 'docker').locator('.catalog-remote')).toHaveText('Flatcar');
    await expect(line(page, 'docker')).toHaveText('This sysext ships a custom docker. It comes with containerd.');
    await expect(line(page, 'docker-compose')).toHaveText('This sysext ships docker-compose.');
    // Nobody says anything of it.
    await expect(line(page, 'kubernetes')).toHaveText('2 versions');
    await entry(page, 'docker').click();
    await expect(details(page)).toContainText('This sysext ships a custom docker. It comes with containerd.');
  },
  async fedora(page) {
    await expect(canInstall(page, 'kubernetes-cri-o-1.35')).toBeVisible();
    await expect(entry(page, 'only-new')).toContainText('Needs Fedora 44');
    await entry(page, 'only-new').click();
    await expect(details(page)).toContainText('By its name it was built for release 44, this host is fedora 43.');
    await entry(page, 'tree').click();
    await expect(details(page)).toContainText('This sysext is compatible with all Fedora variants');
  },
  async 'fedora-community'(page) {
    await expect(canInstall(page, 'docker-ce')).toBeVisible();
    await expect(entry(page, '1password-cli')).toContainText('2.34.0-1');
    await entry(page, '1password-cli').click();
    await expect(details(page)).toContainText('This sysext is compatible with all Fedora variants');
  },
  async opensuse(page) {
    await expect(canInstall(page, 'debug')).toBeVisible();
    await expect(entry(page, 'gcc').locator('.pill-bad')).toBeVisible();
  },
  async frostyard(page) {
    await expect(line(page, 'docker')).toHaveText('Docker CE container runtime');
    await entry(page, 'docker').click();
    await expect(details(page)).toContainText('Docker CE container runtime');
    await expect(details(page)).toContainText(/signed by [0-9A-F]{16}/);
    await expect(details(page)).toContainText('Known after the download: it is packed.');
  },
};

for (const { name: remoteName, signs } of KNOWN_REMOTES) {
  test(`${remoteName}: listed, installed, brought up to date, out of reach`, async ({ page, desk }) => {
    const standIn = standInFor(remoteName);
    const published = standIn.publish(desk.scratch);
    try {
      await desk.open(standIn.osRelease, ...published.hosts);
      await turnOn(page, remoteName);
      await showAll(page);
      await expect(page.getByRole('grid', { name: 'Catalog' }).getByRole('row')).toHaveCount(standIn.count);
      await SEEN[remoteName]?.(page);
      if (!(await details(page).isVisible())) await entry(page, standIn.name).click();
      await installThenUpdate(page, standIn, signs);
      expect(desk.links()).toEqual([standIn.file]);

      // Who vouched for it is known where it is installed as well.
      await view(page, 'Extensions').click();
      // The name of some has the version in it, which is another by now.
      const list = page.getByRole('grid', { name: 'Extensions' });
      await expect(list.getByRole('img', { name: standIn.vouched })).toBeVisible();

      await desk.goOffline();
      await view(page, 'Catalog').click();
      await page.getByRole('button', { name: 'Read again' }).click();
      await expect(page.getByRole('main')).toContainText(`${standIn.host} cannot be reached.`);
      await expect(page.getByRole('main')).toContainText('Shown is what it had at');
      await expect(entry(page, standIn.name)).toBeVisible();
    } finally {
      published.close();
    }
  });
}

test('a module without a version', async ({ page, desk }) => {
  await desk.open('ID=zimaos\nVERSION_ID=1.5\n', ...modules(desk.scratch));
  await expect(page.getByRole('switch', { name: /^Turn on / }).first()).toHaveAccessibleName('Turn on flatcar');
  await expect(page.getByText('Made for this system.')).toBeHidden();
  await addRemote(page, 'modules', MODULES_URL);
  await entry(page, 'cuda-llama').click();
  await expect(details(page)).toContainText('Llama with CUDA');
  await details(page)
    .getByRole('button', { name: /^Install .*cuda-llama$/ })
    .click();
  await confirmInstall(page, 'store');
  await expect(sheet(page)).toBeHidden();
  const [first] = desk.links();
  modules(desk.scratch, 'second');
  await view(page, /^Updates/).click();
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByRole('button', { name: /^Update cuda-llama to 0\./ }).click();
  await expect(page.getByRole('region', { name: /^\d+ updates?$/ })).toBeHidden();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done');
  expect(desk.links()).toHaveLength(1);
  expect(desk.links()).not.toEqual([first]);
});
