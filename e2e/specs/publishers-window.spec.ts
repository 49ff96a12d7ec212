/** The known remotes in the window, each from servers that behave like its publisher's: see e2e/harness/publishers. */
import { join } from 'node:path';
import { test as base, expect, type Page } from 'playwright/test';
import { makeSigningKey, type SigningKey } from '../harness/openpgp-key.ts';
import { fedora } from '../harness/publishers/fedora.ts';
import { flatcar } from '../harness/publishers/flatcar.ts';
import { frostyard } from '../harness/publishers/frostyard.ts';
import { type Host, type Internet, openInternet } from '../harness/publishers/internet.ts';
import { MODULES_URL, modules } from '../harness/publishers/modules.ts';
import { opensuse, SNAPSHOT } from '../harness/publishers/opensuse.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { addRemote, downloads, entry, view } from '../shells/catalog.ts';
import { type Server, startServer } from '../shells/server.ts';
import { details, openWindow, sheet } from '../shells/window.ts';

interface Desk {
  readonly scratch: Scratch;
  /** Opens the catalog of a machine with this os-release, which reaches these servers. */
  open(osRelease: string, ...hosts: readonly Host[]): Promise<void>;
}

const test = base.extend<{ desk: Desk }>({
  desk: async ({ page }, use) => {
    const scratch = makeScratch('publishers-window');
    let internet: Internet | null = null;
    let veneer: Server | null = null;
    await use({
      scratch,
      async open(osRelease, ...hosts) {
        scratch.put('tree/usr/lib/os-release', osRelease);
        internet = await openInternet(scratch, hosts);
        const args = ['--root', join(scratch.path, 'tree'), '--as-systemd', '257'];
        veneer = await startServer(scratch, { user: 'ordinary', args, env: internet.env });
        await openWindow(page, veneer.url);
        await view(page, 'Catalog').click();
      },
    });
    await (veneer as Server | null)?.stop();
    await (internet as Internet | null)?.stop();
    scratch.remove();
  },
});

/** Turns on the remote that is offered first, which has to be the one that is made for this system. */
async function turnOnFirst(page: Page, name: string): Promise<void> {
  const first = page.getByRole('button', { name: /^Turn on / }).first();
  await expect(first).toHaveAccessibleName(`Turn on ${name}`);
  await expect(page.getByText('Made for this system.').first()).toBeVisible();
  await first.click();
}

/** Downloads the version whose details are open, and opens the sheet that looks at the whole file. */
async function downloadAndLook(page: Page, name: string, version: string): Promise<void> {
  const button = details(page).getByRole('button', { name: `Download ${name} ${version}`.trim() });
  await button.first().click();
  await downloads(page)
    .getByRole('button', { name: /^Install/ })
    .first()
    .click();
}

test('Flatcar’s bakery', async ({ page, desk }) => {
  await desk.open('ID=flatcar\nID_LIKE=coreos\nVERSION_ID=4459.2.0\n', ...flatcar(desk.scratch));
  await turnOnFirst(page, 'flatcar');
  await expect(entry(page, 'docker-compose')).toContainText('Fits this host');
  await expect(entry(page, 'docker')).toContainText('29.6.2');
  await entry(page, 'docker').click();
  await expect(details(page)).toContainText('This sysext ships a custom docker. It comes with containerd.');
  await downloadAndLook(page, 'docker', '29.6.2');
  await expect(sheet(page)).toContainText('Install docker 29.6.2?');
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
  await downloadAndLook(page, 'tree', '2.2.1-2.fc43-43');
  await expect(sheet(page)).toContainText('Install tree 2.2.1-2.fc43-43?');
});

test('openSUSE’s images', async ({ page, desk }) => {
  await desk.open(`ID=opensuse-microos\nVERSION_ID=${SNAPSHOT}\n`, ...opensuse(desk.scratch));
  await turnOnFirst(page, 'opensuse');
  await expect(entry(page, 'debug')).toContainText('Fits this host');
  await expect(entry(page, 'gcc')).toContainText('Incompatible');
  await expect(page.getByRole('grid', { name: 'Catalog' }).getByRole('row')).toHaveCount(3);
  await entry(page, 'debug').click();
  await downloadAndLook(page, 'debug', '29.1');
  await expect(sheet(page)).toContainText('Install debug-29.1.x86-64 29.1?');
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
    await downloadAndLook(page, 'docker', '5+29.7.2-1~debian.13~trixie-13');
    await expect(sheet(page)).toContainText('Install docker 5+29.7.2-1~debian.13~trixie-13?');
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
  await downloadAndLook(page, 'cuda-llama', '');
  await expect(sheet(page)).toContainText('Install cuda-llama');
});
