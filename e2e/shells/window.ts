/** What people do in the window, in the words of the language that is spoken, so that specs read as stories. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from 'playwright/test';
import { t } from '../../shared/messages/translate.ts';

/** In either language. */
const LIST = /^(Extensions|Erweiterungen)$/;

export const row = (page: Page, name: string): Locator =>
  page
    .getByRole('grid', { name: LIST })
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) });

export const details = (page: Page): Locator => page.getByRole('complementary', { name: /^(Details|Einzelheiten)$/ });

/**
 * React Aria's switch is a label around a hidden input, which takes the state and not the click. It is off while a
 * change is running, and Playwright does not wait for that, for the label itself is never off.
 */
export async function toggle(page: Page, name: string): Promise<void> {
  const one = row(page, name).first();
  await expect(one.getByRole('switch')).toBeEnabled();
  await bringIntoView(page, one);
  await one.locator('.toggle').click();
}

/** Scrolls the list until a row is there: one that is out of sight does not exist in the page. */
export async function bringUp(page: Page, one: Locator): Promise<void> {
  const list = page.getByRole('grid', { name: LIST });
  // What is read meanwhile may draw the rows anew.
  await expect(async () => {
    for (let top = 0; top < 2000 && (await one.count()) === 0; top += 40) {
      await list.evaluate((element, to) => element.scrollTo(0, to), top);
      await nextFrame(page);
    }
    await one.first().scrollIntoViewIfNeeded({ timeout: 5000 });
  }).toPass();
}

/** Scrolls to a row. */
async function bringIntoView(page: Page, one: Locator): Promise<void> {
  await one.scrollIntoViewIfNeeded();
  // The page hears of the scroll with its next frame only.
  await nextFrame(page);
}

const nextFrame = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((settle) => requestAnimationFrame(() => requestAnimationFrame(() => settle()))),
  );

export async function isOn(page: Page, name: string): Promise<boolean> {
  return row(page, name).first().getByRole('switch').isChecked();
}

/** What is merged of each class, above the list. */
export const band = (page: Page): Locator => page.getByRole('region', { name: t('What is merged') });

export const openTab = (page: Page, name: 'Overview' | 'Files' | 'Services' | 'Versions'): Promise<void> =>
  details(page)
    .getByRole('tab', { name: new RegExp(`^${t(name)}`) })
    .click();

/** The dialog that says what a plan comes to. */
export const review = (page: Page): Locator => page.getByRole('dialog').filter({ has: page.locator('.review') });

/** Does what the review shows. */
export const confirm = (page: Page): Promise<void> =>
  review(page).locator('.modal-actions').locator('.button-primary, .button-danger').click();

/** Disables what stops every merge, and merges the rest. */
export async function mergeWithoutBroken(page: Page): Promise<void> {
  await page.getByRole('button', { name: t('Leave it out and merge…') }).click();
  await confirm(page);
  await expect(band(page)).toContainText(t('Merged into {paths}', { paths: '/usr' }));
}

/** Opens the window and waits until it shows the host. */
export async function openWindow(page: Page, url: string): Promise<void> {
  // What a window of a Veneer that is gone still says in this page is not about this one.
  await page.goto('about:blank');
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(url);
  await expect(page.locator('main:not([aria-busy=true])')).toBeVisible();
  expect(problems, 'errors in the page').toEqual([]);
}

/** Fails with every finding of axe, in the theme that is asked for. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n  ')}`);
    expect(found, `${what}, ${colorScheme}`).toEqual([]);
  }
}

/** The sheet of files that are to be installed. */
export const sheet = (page: Page): Locator => page.getByRole('dialog');

/** Drags files of this machine over the window, as a file manager does, and lets them go there. */
export async function drop(page: Page, ...files: string[]): Promise<void> {
  const release = await dragOver(page, ...files);
  await release();
}

/** The same up to the moment before; the drop is what it gives. */
export async function dragOver(page: Page, ...files: string[]): Promise<() => Promise<void>> {
  const cdp = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    cdp.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  await drag('dragEnter');
  await drag('dragOver');
  return async () => {
    await drag('drop');
    await cdp.detach();
  };
}

/** Has a file or folder looked at by its path. */
export async function lookAt(page: Page, path: string): Promise<void> {
  await page.keyboard.press('Control+o');
  await sheet(page).getByRole('textbox').fill(path);
  await sheet(page)
    .getByRole('button', { name: t('Read it') })
    .click();
}

/** Installs what is in the sheet. @param how whether it is merged at once, which the sheet proposes */
export async function confirmInstall(page: Page, how: 'merge' | 'store'): Promise<void> {
  const merge = page.getByRole('switch', { name: t('Merge now, with everything that is enabled') });
  // What is drawn of a switch is its label.
  if (how === 'store') await sheet(page).locator('.toggle').filter({ has: merge }).click();
  const several = t('Install {count}', { count: 1 }).replace('1', '\\d+');
  await sheet(page)
    .getByRole('button', { name: new RegExp(`^(${t('Install')}|${several})$`) })
    .click();
}

/** Closes the toast of how a change ended; it goes by itself too. */
export async function dismiss(page: Page): Promise<void> {
  const toast = page.getByRole('region', { name: t('Result'), exact: true });
  await toast
    .getByRole('button', { name: t('Dismiss') })
    .click({ timeout: 2000 })
    .catch(() => {});
  await expect(toast).toBeHidden();
}
