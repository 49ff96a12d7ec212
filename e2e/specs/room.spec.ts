/** What has how much room: columns, pills, names, the stack, and what is dropped. */
import { expect, type Locator, type Page } from 'playwright/test';
import { t } from '../../shared/messages/translate.ts';
import { test } from '../shells/sandbox.ts';
import { details, dragOver, openTab, row } from '../shells/window.ts';

const view = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name, exact: true }).click();

/** Texts of elements of which not all is seen. */
const cutOf = (elements: Locator): Promise<string[]> =>
  elements.evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent));

const edgesOf = async (element: Locator) => {
  const box = await element.boundingBox();
  return box === null ? null : { left: Math.round(box.x), right: Math.round(box.x + box.width) };
};

test('on a wide window rows are 1080 px wide in the middle, and every list begins where the others do', async ({
  page,
  sandbox: _,
}) => {
  for (const [width, height] of [
    [1920, 1080],
    [2560, 1440],
  ] as const) {
    await page.setViewportSize({ width, height });
    await view(page, 'Extensions');
    const main = await edgesOf(page.locator('.panes-main'));
    const tile = await edgesOf(row(page, 'metrics').locator('.tile'));
    const control = await edgesOf(row(page, 'metrics').locator('.row-switch'));
    const { left = 0, right = 0 } = { left: tile?.left, right: control?.right };
    expect(right - left, 'from the tile to the switch').toBe(1080);
    expect(left - (main?.left ?? 0), 'in the middle').toBe((main?.right ?? 0) - right);
    expect(await edgesOf(page.locator('.filters > :first-child'))).toMatchObject({ left });
    await view(page, 'Updates');
    expect(await edgesOf(page.getByRole('main').locator('.tile').first())).toMatchObject({ left });
    await view(page, 'Settings');
    expect(await edgesOf(page.getByRole('heading', { name: 'Remotes' }))).toMatchObject({ left });
  }
});

for (const locale of ['en-US', 'de-DE']) {
  test.describe(`${locale}, beside the details`, () => {
    test.use({ locale });

    test('no pill of a row is cut', async ({ page, sandbox: _ }) => {
      // Which has the longest is known after the list.
      await expect(row(page, 'field-kit').locator('.pill-warning')).toBeVisible();
      await row(page, 'gpu-runtime').click();
      await expect(details(page)).toBeVisible();
      const pills = page.locator('.row-pill .pill-text');
      // The least width of the window; higher than that, so that there are as many rows.
      for (const size of [page.viewportSize() ?? { width: 1180, height: 760 }, { width: 800, height: 1000 }]) {
        await page.setViewportSize(size);
        await expect.poll(() => pills.count(), `${size.width} px`).toBeGreaterThan(5);
        expect(await cutOf(pills), `${size.width} px`).toEqual([]);
      }
    });
  });
}

test('the tree of files shows whole names at the least width of the details, and no owners', async ({
  page,
  sandbox: _,
}) => {
  await row(page, 'field-kit').click();
  const handle = page.getByRole('separator', { name: 'Width of the details' });
  await handle.focus();
  await page.keyboard.press('End');
  await openTab(page, 'Files');
  await expect(details(page).locator('.contents-mark')).toHaveCount(2);
  const names = details(page).locator('.contents-name');
  await expect(names.filter({ hasText: 'inspect' })).toBeVisible();
  expect(await cutOf(names)).toEqual([]);
  await expect(details(page).locator('.contents')).not.toContainText(/0[0-7]{3}|root/);
});

test('what systemd compares is folded where all of it matches, and open where not', async ({ page, sandbox: _ }) => {
  const table = details(page).getByRole('table', { name: 'What systemd compares' });
  await row(page, 'editor').click();
  await expect(details(page).getByRole('button', { name: 'Why it fits' })).toBeVisible();
  await expect(table).toBeHidden();
  await details(page).getByRole('button', { name: 'Why it fits' }).click();
  await expect(table).toBeVisible();
  await row(page, 'gpu-runtime').click();
  await expect(table.getByRole('row').nth(1)).toContainText('SYSEXT_LEVEL');
});

test('the stack stands at the top however high the window is, and the card says which host it is', async ({
  page,
  sandbox: _,
}) => {
  await view(page, 'Host');
  const plates = page.locator('.plate');
  await expect(plates).toHaveCount(7);
  const topOf = async () => (await plates.first().boundingBox())?.y;
  const before = await topOf();
  await page.setViewportSize({ width: 1180, height: 1400 });
  expect(await topOf()).toBe(before);
  for (const plate of await plates.all()) {
    const box = await plate.boundingBox();
    expect([box?.width, box?.height]).toEqual([(await plates.first().boundingBox())?.width, 56]);
    await expect(plate).not.toContainText(t('folder'));
  }
  const card = page.locator('.host-card');
  await expect(card).toHaveText(/^SandboxVeneer sandbox 1\.0(x86-64|arm64) · systemd \d+/);
});

test('under what is dragged over it nothing of the window is seen', async ({ page, sandbox: _ }) => {
  await row(page, 'metrics').click();
  await dragOver(page, '/etc/os-release');
  await expect(page.getByText('Drop to install')).toBeVisible();
  const overList = await page.screenshot();
  await page.evaluate(() => {
    const style = new CSSStyleSheet();
    style.replaceSync('body * { visibility: hidden } .drop-veil, .drop-veil * { visibility: visible }');
    document.adoptedStyleSheets.push(style);
  });
  expect((await page.screenshot()).equals(overList)).toBe(true);
});
