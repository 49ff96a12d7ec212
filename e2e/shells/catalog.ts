/** What people do with remotes, the catalog and the updates in the window, in their words. */
import { expect, type Locator, type Page } from 'playwright/test';
import { details } from './window.ts';

/** The button of a view, by its whole name with the number that it bears. */
export const view = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('navigation').getByRole('button', { name });

export const entry = (page: Page, name: string): Locator =>
  page
    .getByRole('grid', { name: 'Catalog' })
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) });

/** The list of everything long, downloads among it. */
export const jobs = (page: Page): Locator => page.getByRole('region', { name: 'Jobs' });

/** The line of a remote in Settings. */
export const remote = (page: Page, name: string): Locator => page.getByRole('region', { name: `Remote ${name}` });

/** Downloads a version, from the details of its entry. */
export async function download(page: Page, name: string, version: string): Promise<void> {
  await entry(page, name).click();
  await details(page)
    .getByRole('button', { name: `Download ${name} ${version}` })
    .first()
    .click();
}

/** Adds a remote from the catalog while it has none, or from Settings. */
export async function addRemote(page: Page, name: string, url: string): Promise<void> {
  await page.getByRole('button', { name: /^Add/ }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('textbox', { name: /^Address/ }).fill(url);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog).toBeHidden();
}
