/** How the window reads and behaves whatever it shows: languages, right to left, zoom, keyboard, names for screen readers. */

import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { DE_WINDOW } from '../../shared/messages/de/window.ts';
import { putExtension } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { test } from '../shells/sandbox.ts';
import { details, drop, expectAccessible, openWindow, row, sheet, toggle } from '../shells/window.ts';

/** Texts of the page that the catalogue would have turned into German. */
async function englishIn(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      found.push(node.textContent?.trim() ?? '');
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title]')) {
      for (const name of ['aria-label', 'placeholder', 'title']) found.push(element.getAttribute(name) ?? '');
    }
    return found;
  });
  const english = new Set(Object.entries(DE_WINDOW).flatMap(([from, to]) => (from === to ? [] : [from])));
  return texts.filter((text) => english.has(text));
}

const VIEWS = ['Erweiterungen', 'Katalog', 'Aktualisierungen', 'Host', 'Verlauf', 'Einstellungen'];

test.describe('in German', () => {
  test.use({ locale: 'de-DE' });

  test('speaks German everywhere, and is accessible so', async ({ page, sandbox: _, scratch }) => {
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await row(page, 'gpu-runtime').click();
    await expect(details(page)).toContainText(
      'Sie wurde für das Erweiterungs-Level 2.0 gebaut, dieser Host bietet 1.0.',
    );
    expect(await englishIn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Zusammenführen', exact: true }).click();
    await expect(page.getByRole('dialog')).toContainText('broken.raw verhindert jedes Zusammenführen.');
    expect(await englishIn(page)).toEqual([]);
    await page.keyboard.press('Escape');
    for (const view of VIEWS) {
      await page.getByRole('button', { name: view, exact: true }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(view);
      expect(await englishIn(page), view).toEqual([]);
    }
    await page.keyboard.press('F1');
    expect(await englishIn(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Tastenkürzel' })).toContainText('Strg');
    expect(await englishIn(page)).toEqual([]);
    await page.keyboard.press('Escape');
    putExtension(scratch, 'sources', 'tool', 'ID=fedora\nVERSION_ID=41\n');
    makeSquashfs(join(scratch.path, 'sources/tool'), join(scratch.path, 'tool-1.0.raw'));
    await drop(page, join(scratch.path, 'tool-1.0.raw'));
    await expect(sheet(page)).toContainText('Sie wurde für fedora gebaut, dieser Host ist sandbox.');
    await expect(sheet(page)).toContainText('4,0 KiB');
    expect(await englishIn(page)).toEqual([]);
    await expectAccessible(page, 'The sheet in German');
  });
});

test('reads from right to left where the page is turned, with nothing cut off', async ({ page, sandbox: _ }) => {
  await row(page, 'gpu-runtime').click();
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  const box = async (name: string) =>
    (
      await page
        .getByRole(name as 'navigation')
        .first()
        .boundingBox()
    )?.x ?? 0;
  expect(await box('navigation'), 'the rail is on the right').toBeGreaterThan(900);
  expect((await details(page).boundingBox())?.x ?? -1, 'the details are on the left').toBeLessThan(10);
  expect(await overflowing(page)).toEqual([]);
});

/** Elements that are wider than the window, which nobody could scroll to. */
function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main *, nav *, header *, [role=dialog] *')]
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 0 && (left < -1 || right > window.innerWidth + 1);
      })
      .map((element) => `${element.tagName}.${element.className}`),
  );
}

test.describe('at 200 %', () => {
  // Half the size in CSS pixels with two device pixels each is what a zoom of 200 % gives a window of 1180x760.
  test.use({ viewport: { width: 590, height: 380 }, deviceScaleFactor: 2 });

  test('everything can be reached and nothing is cut off', async ({ page, sandbox: _ }) => {
    await expect(row(page, 'gpu-runtime')).toBeVisible();
    expect(await overflowing(page)).toEqual([]);
    for (const view of ['Host', 'History', 'Settings', 'Extensions']) {
      await page.getByRole('button', { name: view, exact: true }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(view);
      expect(await overflowing(page), view).toEqual([]);
    }
    await page.keyboard.press('/');
    await page.keyboard.type('debug-tools');
    await row(page, 'debug-tools').click({ position: { x: 20, y: 20 } });
    await expect(details(page)).toContainText('Other files stop every merge');
    expect(await overflowing(page)).toEqual([]);
    await page.getByRole('button', { name: 'Close details' }).click();
    await toggle(page, 'debug-tools');
    await expect(page.getByRole('button', { name: 'Apply' })).toBeInViewport();
    await page.keyboard.press('Control+o');
    await expect(sheet(page).getByRole('button', { name: 'Cancel' })).toBeInViewport();
    expect(await overflowing(page)).toEqual([]);
  });
});

test.describe('with reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('nothing moves', async ({ page, sandbox: _ }) => {
    await toggle(page, 'debug-tools');
    await expect(page.getByRole('region', { name: 'Staged changes' })).toBeVisible();
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const { transitionDuration, animationDuration } = getComputedStyle(element);
          return [transitionDuration, animationDuration].some((text) => text.split(', ').some((one) => one !== '0s'));
        })
        .map((element) => element.className),
    );
    expect(moving).toEqual([]);
  });
});

test('the keyboard goes through the window in the order in which it is read', async ({ page, sandbox: _ }) => {
  await expect(row(page, 'debug-tools')).toBeVisible();
  const focused = () =>
    page.evaluate(() => {
      const { activeElement: at } = document;
      return at?.getAttribute('aria-label') ?? at?.textContent?.trim() ?? '';
    });
  const order: string[] = [];
  await page.locator('body').press('Tab');
  for (let step = 0; step < 18; step++) {
    order.push(await focused());
    await page.keyboard.press('Tab');
  }
  const at = (text: string) => order.findIndex((one) => one.startsWith(text));
  const reading = [
    'Go to the list',
    'Extensions',
    'Host',
    'History',
    'Settings',
    'Install…',
    'Search or run',
    'Merge',
    'Leave it out and merge…',
    'Filter extensions',
    'All',
    'Sort by',
  ];
  expect(reading.map(at), order.join(' | ')).toEqual([...reading.map(at)].sort((a, b) => a - b));
  expect(reading.filter((text) => at(text) < 0)).toEqual([]);
});

test('the sheet of shortcuts names every key, and each does what it says', async ({ page, sandbox: _ }) => {
  await expect(row(page, 'debug-tools')).toBeVisible();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toContainText('Apply staged changes');
  await expectAccessible(page, 'Shortcuts');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  for (const [keys, title] of [
    ['Control+2', 'Catalog'],
    ['Control+3', 'Updates'],
    ['Control+4', 'Host'],
    ['Control+5', 'Doctor'],
    ['Control+6', 'History'],
    ['Control+7', 'Fleet'],
    ['Control+8', 'Build'],
    ['Control+,', 'Settings'],
    ['Control+1', 'Extensions'],
  ] as const) {
    await page.keyboard.press(keys);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  }
  await row(page, 'debug-tools').click();
  await page.getByRole('button', { name: 'Close details' }).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('what?');
  await expect(page.getByRole('dialog').getByRole('combobox'), 'a sign that is typed is no shortcut').toHaveValue(
    'what?',
  );
  await expect(dialog).toHaveCount(0);
});

test('every view and dialog has names and contrast', async ({ page, sandbox }) => {
  await openWindow(page, sandbox.url);
  await page.keyboard.press('F1');
  await expect(page.getByRole('dialog', { name: 'About Veneer' })).toContainText('Made with');
  await expectAccessible(page, 'About');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+o');
  await expectAccessible(page, 'The empty sheet');
  await page.keyboard.press('Escape');
  await row(page, 'debug-tools').click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page, 'The menu of a row');
  await page.keyboard.press('Escape');
  await toggle(page, 'editor');
  await page.getByRole('button', { name: 'Review…' }).click();
  await expect(page.getByRole('dialog')).toContainText('editor');
  await expectAccessible(page, 'The review');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await row(page, 'editor').click();
  await details(page)
    .getByRole('tab', { name: /^Services/ })
    .click();
  await expect(details(page).getByRole('tabpanel')).toContainText('.service');
  await expectAccessible(page, 'The services of an extension');
});
