/** The fixture of what runs in the desktop door, on a tree of two extensions. */
import { join } from 'node:path';
import { test as base } from 'playwright/test';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { type Desktop, startDesktop } from './desktop.ts';

interface DesktopFixtures {
  readonly scratch: Scratch;
  /** What the stand-in pretends, as its environment. */
  readonly pretended: Readonly<Record<string, string>>;
  /** More arguments of main.js. */
  readonly args: readonly string[];
  readonly desktop: Desktop;
}

export const test = base.extend<DesktopFixtures>({
  pretended: [{}, { option: true }],
  args: [[], { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  scratch: async ({}, use) => {
    const scratch = makeScratch('desktop');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    putExtension(scratch, 'tree/var/lib/extensions', 'alpha', 'ID=_any\n', { 'usr/bin/alpha': '' });
    putExtension(scratch, 'tree/var/lib/extensions', 'beta', 'ID=debian\nVERSION_ID=11\n');
    await use(scratch);
    scratch.remove();
  },
  desktop: async ({ scratch, pretended, args }, use) => {
    const desktop = await startDesktop(
      scratch,
      ['--some-switch-of-chromium', `--root=${join(scratch.path, 'tree')}`, ...args],
      pretended,
    );
    // A key that is pressed before the page listens is lost.
    await desktop.page.locator('main:not([aria-busy=true])').waitFor();
    await use(desktop);
    await desktop.close();
  },
});
