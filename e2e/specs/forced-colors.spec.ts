/** With colours that a person forces (Windows high contrast), everything that a state is told by is still to be seen. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from 'playwright/test';
import { serveFolder } from '../harness/nginx.ts';
import { imageOf, writeSums } from '../harness/remotes.ts';
import { addRemote, chooseToInstall, view } from '../shells/catalog.ts';
import { test } from '../shells/sandbox.ts';
import { confirmInstall, drop, review, row, sheet, toggle } from '../shells/window.ts';

/** What is seen of two pictures of the same place, or of one and its own ground: shares of all pixels. */
interface Seen {
  /** Pixels with 3 to 1 or more against the ground, which is the pixel in the corner (WCAG 2.2, 1.4.11). */
  readonly ink: number;
  /** Pixels that differ from the other picture by as much. */
  readonly changed: number;
}

async function look(page: Page, picture: Buffer, other: Buffer = picture): Promise<Seen> {
  // The window's own page takes no picture from a data address.
  const paper = await page.context().newPage();
  try {
    return await paper.evaluate(
      async (pictures) => {
        const [one, two] = (await Promise.all(
          pictures.map(async (base64) => {
            const image = new Image();
            image.src = `data:image/png;base64,${base64}`;
            await image.decode();
            const canvas = new OffscreenCanvas(image.width, image.height);
            const context = canvas.getContext('2d');
            context?.drawImage(image, 0, 0);
            return context?.getImageData(0, 0, image.width, image.height).data;
          }),
        )) as [Uint8ClampedArray, Uint8ClampedArray];
        const light = (data: Uint8ClampedArray, at: number) => {
          const [r = 0, g = 0, b = 0] = [...data.slice(at, at + 3)].map((channel) => {
            const part = channel / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const apart = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) >= 3;
        const ground = light(one, 0);
        let [ink, changed] = [0, 0];
        for (let at = 0; at < one.length; at += 4) {
          if (apart(light(one, at), ground)) ink++;
          if (apart(light(one, at), light(two, at))) changed++;
        }
        const pixels = one.length / 4;
        return { ink: ink / pixels, changed: one.length === two.length ? changed / pixels : 1 };
      },
      [picture, other].map((one) => one.toString('base64')),
    );
  } finally {
    await paper.close();
  }
}

/** That at least this part of it looks otherwise after that; a picture that is taken at once may be of the press. */
async function expectChange(
  page: Page,
  of: Locator,
  act: () => Promise<void>,
  least: number,
  name: string,
): Promise<void> {
  const before = await photograph(page, of);
  await act();
  const changed = async () => (await look(page, before, await photograph(page, of))).changed;
  await expect.poll(changed, name).toBeGreaterThan(least);
}

/** That it is told from the button beside it, and both from the window. */
async function showsPrimary(page: Page, primary: Locator, other: Locator): Promise<void> {
  const ground = (of: Locator) => of.evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await ground(primary)).not.toBe(await ground(other));
  for (const button of [primary, other])
    expect((await look(page, await photograph(page, button))).ink).toBeGreaterThan(0.04);
}

/** The element with two pixels of what it stands on. */
async function photograph(page: Page, of: Locator): Promise<Buffer> {
  await of.scrollIntoViewIfNeeded();
  await page.mouse.move(0, 0);
  const box = await of.boundingBox();
  if (box === null) throw new Error('it is not to be seen');
  const clip = { x: box.x - 2, y: box.y - 2, width: box.width + 4, height: box.height + 4 };
  return page.screenshot({ clip, animations: 'disabled' });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`with ${colorScheme} colours`, () => {
    test.beforeEach(({ page }) => page.emulateMedia({ forcedColors: 'active', colorScheme }));

    test('switches are seen, and whether they are on', async ({ page, sandbox: _ }) => {
      const one = row(page, 'editor').first();
      const track = one.locator('.toggle-track');
      const ink = async () => (await look(page, await photograph(page, track))).ink;
      expect(await ink(), 'a switch that is on').toBeGreaterThan(0.3);
      await expectChange(page, track, () => toggle(page, 'editor'), 0.1, 'on and off');
      await expect.poll(ink, 'one that is off').toBeGreaterThan(0.1);
      await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
      for (const other of await page.locator('main .toggle-track').all())
        expect((await look(page, await photograph(page, other))).ink, 'one of Settings').toBeGreaterThan(0.1);
    });

    test('what is chosen, current, selected and staged is seen', async ({ page, sandbox: _ }) => {
      const changes = (of: Locator, act: () => Promise<void>, least: number, name: string) =>
        expectChange(page, of, act, least, name);
      const chip = page.locator('.chip').nth(1);
      await changes(chip, () => chip.click(), 0.3, 'a chip');
      await page.locator('.chip').first().click();
      const line = row(page, 'debug-tools').first();
      await changes(line, () => line.click({ position: { x: 60, y: 20 } }), 0.005, 'a row');
      await page.keyboard.press('Escape');
      const staged = row(page, 'editor').first();
      await changes(staged, () => toggle(page, 'editor'), 0.01, 'a staged row');
      const view = page.getByRole('navigation').getByRole('button', { name: 'Settings' });
      await changes(view, () => view.click(), 0.3, 'the view');
      const radio = page.getByRole('radio', { name: 'Dark' });
      await changes(radio, () => radio.click(), 0.3, 'a choice');
    });

    test('the primary button, a text field and what it suggests are told apart', async ({ page, sandbox: _ }) => {
      await toggle(page, 'editor');
      const styleOf = (of: Locator, property: string, pseudo?: string) =>
        of.evaluate((element, [name, part]) => getComputedStyle(element, part).getPropertyValue(name as string), [
          property,
          pseudo,
        ] as const);
      const apply = page.getByRole('button', { name: 'Apply', exact: true });
      const discard = page.getByRole('button', { name: 'Discard', exact: true });
      // Until what is staged is planned, nothing can be applied.
      await expect(apply).toBeEnabled();
      expect(await styleOf(apply, 'background-color')).not.toBe(await styleOf(discard, 'background-color'));
      for (const button of [apply, discard])
        expect((await look(page, await photograph(page, button))).ink).toBeGreaterThan(0.04);
      const field = page.getByRole('searchbox').first();
      expect(await styleOf(field, 'color', '::placeholder')).not.toBe(await styleOf(field, 'color'));
      expect(await styleOf(field, 'font-style', '::placeholder')).toBe('italic');
    });

    test('the sheet and the review show what can be chosen, and what was', async ({ page, sandbox: _, scratch }) => {
      scratch.put('files/smith-1.0.raw', imageOf(scratch, { name: 'smith', release: 'ID=_any\n' }));
      await drop(page, join(scratch.path, 'files/smith-1.0.raw'));
      const install = sheet(page).getByRole('button', { name: 'Install', exact: true });
      await expect(install).toBeEnabled();
      await showsPrimary(page, install, sheet(page).getByRole('button', { name: 'Cancel' }));
      const merge = sheet(page).locator('.toggle-track').last();
      const turnOff = () => sheet(page).getByRole('switch', { name: 'Merge now' }).press('Space');
      await expectChange(page, merge, turnOff, 0.1, 'on and off');
      const ink = async () => (await look(page, await photograph(page, merge))).ink;
      await expect.poll(ink, 'a switch that is off').toBeGreaterThan(0.1);
      const [always, later] = [sheet(page).locator('.chip').first(), sheet(page).locator('.chip').nth(1)];
      await expectChange(page, later, () => later.click(), 0.3, 'what is kept');
      await always.click();
      for (const sign of await sheet(page).locator('.tile, svg').all())
        if (await sign.isVisible()) expect((await look(page, await photograph(page, sign))).ink).toBeGreaterThan(0.02);
      await page.keyboard.press('Escape');

      await page.getByRole('button', { name: 'Leave it out and merge…' }).click();
      const merges = review(page).locator('.button-primary');
      await expect(merges).toBeVisible();
      await showsPrimary(page, merges, review(page).getByRole('button', { name: 'Cancel' }));
      const signs = await review(page).locator('.diff-row svg').all();
      expect(signs.length).toBeGreaterThan(3);
      for (const sign of signs) expect((await look(page, await photograph(page, sign))).ink).toBeGreaterThan(0.02);
    });
  });
}

test('updates show which there are, and what can be done about each', async ({ page, sandbox, scratch }) => {
  // It would make every merge fail.
  rmSync(join(sandbox.tree, 'var/lib/extensions/broken.raw'));
  const publish = (version: string) => {
    const release = `ID=_any\nSYSEXT_VERSION_ID=${version}\n`;
    scratch.put(`served/smith-${version}.raw`, imageOf(scratch, { name: 'smith', release }));
    writeSums(scratch, 'served');
  };
  publish('1.0');
  const server = await serveFolder(scratch, 'served');
  try {
    await view(page, 'Settings').click();
    await addRemote(page, 'smithy', server.url);
    await view(page, 'Catalog').click();
    await chooseToInstall(page, 'smith', '1.0');
    await confirmInstall(page, 'merge');
    await expect(sheet(page)).toBeHidden();
    publish('2.0');
    await view(page, /^Updates/).click();
    await page.getByRole('button', { name: 'Check now' }).click();
    const update = page.getByRole('button', { name: 'Update smith to 2.0' });
    await expect(update).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ forcedColors: 'active', colorScheme });
      await showsPrimary(
        page,
        page.getByRole('button', { name: /^Update all/ }),
        page.getByRole('button', { name: 'Check now' }),
      );
      for (const one of [update, page.getByRole('button', { name: 'More for smith' }), view(page, 'Updates 1')])
        expect((await look(page, await photograph(page, one))).ink, colorScheme).toBeGreaterThan(0.02);
      const signs = page.getByRole('main').locator('.tile, svg');
      for (const sign of await signs.all())
        if (await sign.isVisible()) expect((await look(page, await photograph(page, sign))).ink).toBeGreaterThan(0.02);
    }
  } finally {
    await server.stop();
  }
});
