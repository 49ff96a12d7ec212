/**
 * A third language is one file: Veneer is built with one that marks each of its texts, and every text of every view has to
 * have the marks, but for what is no language: names, versions, paths, systemd's own words.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { KNOWN_REMOTES } from '../../shared/remotes/known-remotes.ts';
import { putExtension } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { test } from '../shells/sandbox.ts';
import { addThirdLanguage, withoutMarked } from '../shells/third-language.ts';
import { drop } from '../shells/window.ts';

let end: () => void;
test.beforeAll(() => {
  end = addThirdLanguage();
});
test.afterAll(() => end());

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'languages', { value: ['qps'] }));
});

/** Every text and name of the page. */
const textsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const isSeen = (element: Element | null) =>
      element?.closest('[data-foreign], [data-live-announcer], script, style') === null;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      if (isSeen(node.parentElement)) found.push(node.textContent ?? '');
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
      for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
        if (isSeen(element)) found.push(element.getAttribute(name) ?? '');
    return found;
  });

/** What is no language: programs, formats, fields, units, the names of keys. */
const NO_LANGUAGE = [
  ...[
    'Veneer',
    'systemd',
    'squashfs',
    'zstd',
    'KiB',
    'MiB',
    'GiB',
    'kB',
    'sysext',
    'confext',
    'English',
    'Deutsch',
    'Pseudo',
    'polkit',
    'Node',
  ],
  ...[
    'VERSION_ID',
    'SYSEXT_LEVEL',
    'SYSEXT_SCOPE',
    'ARCHITECTURE',
    'SYSEXT_VERSION_ID',
    'PRETTY_NAME',
    'ID',
    'system',
    '_any',
  ],
  ...['Ctrl', 'Shift', 'Enter', 'Esc', 'MIT', 'SHA-256', 'gzip', '.service', '.timer', '.raw'],
  // Of react-aria, which has languages of its own.
  'Dismiss',
];

/** Of the image, which lies in the tree as one file. */
const IN_METRICS = ['Collects figures, as a squashfs image', 'extension-release.metrics', 'metrics'];

/** Every name in a tree, and what its release files say. */
function dataIn(tree: string): string[] {
  return readdirSync(tree, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const isRelease = entry.isFile() && /release/.test(path);
    const values = isRelease ? readFileSync(path, 'utf8').split(/[\n="]/) : [];
    return [entry.name, entry.name.replace(/\.raw$/, ''), ...values].filter((text) => text.length > 1);
  });
}

async function unmarkedIn(page: Page, data: readonly string[]): Promise<string[]> {
  const known = [...new Set([...NO_LANGUAGE, ...data])].sort((a, b) => b.length - a.length);
  const left = (await textsOf(page))
    .map((text) => withoutMarked(text))
    .filter((text) => {
      let rest = text;
      for (const one of known.filter((one) => /[ /]/.test(one))) rest = rest.replaceAll(one, ' ');
      // Hashes, paths of this machine, and the time of day, which Intl writes: before names that may be a part of one.
      rest = rest.replace(/\b[0-9a-f]{64}\b|(?:\/[\w.:-]+)+|\d+:\d\d\s[AP]M/g, ' ');
      for (const one of known) rest = rest.replaceAll(one, ' ');
      return /\p{L}{2}/u.test(rest);
    });
  return [...new Set(left)];
}

test('every text of every view is in it', async ({ page, sandbox, scratch }) => {
  await expect(page.locator('html')).toHaveAttribute('lang', 'qps');
  const remotes = KNOWN_REMOTES.flatMap(({ name, url, title }) => [url, title, name]);
  // Names of units stand in pieces, for they may break at their signs.
  const pieces = ['sync.', 'service', 'timer'];
  const data = [
    ...dataIn(sandbox.tree),
    ...pieces,
    ...remotes,
    scratch.path,
    'veneer.log',
    // What systemd prints, which the Doctor shows as the proof.
    'Failed to read metadata for image broken: Package not installed',
    // What ssh prints of a port at which nobody listens, and where the test's user has no account.
    'ssh: connect to host 127.0.0.1 port 1: Connection refused',
    'No user exists for uid 61000',
    'tool',
    'node',
    ...IN_METRICS,
  ];
  const look = async (where: string) => {
    // What is fetched for a view comes a moment after its frame.
    await page.waitForLoadState('networkidle');
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    expect(await unmarkedIn(page, data), where).toEqual([]);
  };
  const rowOf = (name: string) => page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });
  for (const name of ['gpu-runtime', 'editor', 'metrics', 'broken', 'field-kit', 'old-shell']) {
    await rowOf(name).first().click();
    await look(name);
  }
  await rowOf('editor').locator('.toggle').click();
  await page.keyboard.press('Control+Shift+E');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('review');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await look('applied');
  for (const view of [2, 3, 4, 5, 6, 8, ',']) {
    await page.keyboard.press(`Control+${view}`);
    await look(`view ${view}`);
  }
  await page.keyboard.press('Control+7');
  await expect(page).toHaveURL(/#\/fleet$/);
  await look('no fleet');
  await page.locator('.empty-view .button-primary').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('adding hosts');
  await page.locator('.fleet-add textarea').fill('127.0.0.1:1');
  await page.locator('.modal-actions .button-primary').click();
  await expect(page.locator('.fleet-warning')).toBeVisible();
  await look('a host that is not reached');
  await page.locator('.fleet-warning').click();
  await look('its details');
  await page.keyboard.press('F1');
  await look('about');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await look('shortcuts');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await look('palette');
  await page.keyboard.press('Escape');
  putExtension(scratch, 'sources', 'tool', 'ID=fedora\nVERSION_ID=41\n');
  makeSquashfs(join(scratch.path, 'sources/tool'), join(scratch.path, 'tool-1.0.raw'));
  await drop(page, join(scratch.path, 'tool-1.0.raw'));
  await look('sheet');
});
