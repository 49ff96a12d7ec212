/** What people do with remotes, the catalog and the updates in the window, in the words of the language that is spoken. */
import { expect, type Locator, type Page } from 'playwright/test';
import { counted, t } from '../../shared/messages/translate.ts';
import { details } from './window.ts';

/** The button of a view, by its whole name with the number that it bears. */
export const view = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('navigation').getByRole('button', { name });

export const entry = (page: Page, name: string): Locator =>
  page
    .getByRole('grid', { name: /^(Catalog|Katalog)$/ })
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) });

/** The list of everything long but downloads. */
export const jobs = (page: Page): Locator => page.getByRole('region', { name: t('Jobs') });

/** The list of downloads, which folds below its button. */
export const downloads = (page: Page): Locator => page.getByRole('region', { name: t('Downloads') });

/** The button with how many downloads there are, in the catalog and in the updates. */
export const downloadsButton = (page: Page): Locator => {
  const names = [1, 2].map((count) =>
    counted(count, '{count} download', '{count} downloads').replace(`${count}`, '\\d+'),
  );
  return page.getByRole('button', { name: new RegExp(`^(${names.join('|')})(?!\\w)`) });
};

/** Unfolds the list of downloads. */
export async function openDownloads(page: Page): Promise<Locator> {
  if (!(await downloads(page).isVisible())) await downloadsButton(page).click();
  await expect(downloads(page)).toBeVisible();
  return downloads(page);
}

/** The line of a remote in Settings. */
export const remote = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: t('Remote {name}', { name }) });

const radioOf = (page: Page, name: string): Locator =>
  page.getByRole('radio', { name: new RegExp(`^${name.replaceAll(/[.+~]/g, '\\$&')}(?: |$)(?!arm64)`) });

/** A version in the details of an entry, for this machine. */
export const version = (page: Page, name: string): Locator => details(page).locator(radioOf(page, name)).first();

/** Chooses a version in the details of an entry. */
export async function chooseVersion(page: Page, entryName: string, name: string): Promise<void> {
  const row = entry(page, entryName);
  // A press on the row that is chosen lets go of it.
  if ((await row.getAttribute('aria-selected')) !== 'true') await row.click({ position: { x: 60, y: 20 } });
  // What is drawn of a radio button is its label.
  await details(page)
    .locator('.version')
    .filter({ has: radioOf(page, name) })
    .first()
    .click();
}

/** Downloads a version, from the details of its entry, and installs nothing. */
export async function download(page: Page, name: string, wanted: string): Promise<void> {
  await chooseVersion(page, name, wanted);
  await details(page)
    .getByRole('button', { name: `${t('Download only')}: ${name} ${wanted}` })
    .click();
}

/** Opens the sheet for a version, from the details of its entry. */
export async function chooseToInstall(page: Page, name: string, wanted: string): Promise<void> {
  await chooseVersion(page, name, wanted);
  await details(page)
    .getByRole('button', { name: `${t('Install {version}…', { version: wanted })} ${name}` })
    .click();
}

/** Shows what does not fit as well. */
export const showAll = (page: Page): Promise<void> => page.getByRole('radio', { name: t('All'), exact: true }).click();

/** Adds a remote from the catalog while it has none, or from Settings. */
export async function addRemote(page: Page, name: string, url: string): Promise<void> {
  const dialog = await fillInRemote(page, name, url);
  await dialog.getByRole('button', { name: t('Add'), exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** Opens the dialog of a new remote and fills it in. */
export async function fillInRemote(page: Page, name: string, url: string): Promise<Locator> {
  await page
    .getByRole('button', { name: new RegExp(`^(${t('Add a remote')}|${t('Add…')})`) })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: t('Name') }).fill(name);
  await dialog.getByRole('textbox', { name: /^Add?ress/ }).fill(url);
  return dialog;
}
