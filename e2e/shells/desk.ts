/** A machine of a publisher's, as a tree that may be changed, with a window on it and servers that behave like theirs. */
import { readdirSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test as base, expect, type Page } from 'playwright/test';
import { type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { type Host, type Internet, openInternet } from '../harness/publishers/internet.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { view } from './catalog.ts';
import { type Server, startServer } from './server.ts';
import { openWindow } from './window.ts';

interface Desk {
  readonly scratch: Scratch;
  /** In which it runs. */
  readonly namespace: MountNamespace;
  /** Opens the catalog of a machine with this os-release, which reaches these servers. */
  open(osRelease: string, ...hosts: readonly Host[]): Promise<void>;
  /** From now on no server answers. */
  goOffline(): Promise<void>;
  /** The file that the link of each installed extension leads to. */
  links(): string[];
}

export const test = base.extend<{ desk: Desk }>({
  desk: async ({ page }, use) => {
    const scratch = makeScratch('desk');
    // Only root may change a tree; in a namespace everybody is.
    const namespace = await openMountNamespace();
    let internet: Internet | null = null;
    let veneer: Server | null = null;
    await use({
      scratch,
      namespace,
      async open(osRelease, ...hosts) {
        scratch.put('tree/usr/lib/os-release', osRelease);
        if (hosts.length > 0) internet = await openInternet(scratch, hosts);
        const args = ['--root', join(scratch.path, 'tree'), '--as-systemd', '257'];
        veneer = await startServer(scratch, { user: 'own', args, enter: namespace.enter, env: internet?.env ?? {} });
        await openWindow(page, veneer.url);
        await view(page, 'Catalog').click();
      },
      async goOffline() {
        await (internet as Internet | null)?.stop();
        internet = null;
      },
      links() {
        const folder = join(scratch.path, 'tree/var/lib/extensions');
        return readdirSync(folder).map((name) => basename(readlinkSync(join(folder, name))));
      },
    });
    await (veneer as Server | null)?.stop();
    await (internet as Internet | null)?.stop();
    namespace.close();
    scratch.remove();
  },
});

/** Turns on one of the remotes that are made for this system, which are offered first. */
export async function turnOn(page: Page, name: string): Promise<void> {
  const made = page.getByText('Made for this system.');
  await expect(made.first()).toBeVisible();
  const first = page.getByRole('switch', { name: /^Turn on / });
  const offered = await first.evaluateAll((buttons) => buttons.map((one) => one.getAttribute('aria-label')));
  expect(offered.slice(0, await made.count())).toContain(`Turn on ${name}`);
  // What is drawn of a switch is its label.
  await page
    .locator('.toggle')
    .filter({ has: page.getByRole('switch', { name: `Turn on ${name}`, exact: true }) })
    .click();
}
