/** Keys and pointer: no key is dead, none acts through a dialog, no click is lost, and the address follows. */
import { expect, type Page } from 'playwright/test';
import { test } from '../shells/sandbox.ts';
import { details, row, toggle } from '../shells/window.ts';

/** What each key opens over the window. */
const OPENING = [
  ['Control+k', 'Search or run a command'],
  ['Control+Shift+f', 'Search or run a command'],
  ['?', 'Keyboard shortcuts'],
  ['F1', 'About Veneer'],
  ['Control+o', 'Install extensions'],
] as const;

const title = (page: Page) => page.getByRole('heading', { level: 1, includeHidden: true });

test('one dialog at a time: no key acts through one that is open', async ({ page, sandbox: _ }) => {
  await expect(row(page, 'debug-tools')).toBeVisible();
  for (const [key, name] of OPENING) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog', { name }), key).toBeVisible();
    for (const other of ['F1', '?', 'Control+o', 'Control+Shift+e', 'Control+3', 'Control+Shift+f', 'F6']) {
      await page.keyboard.press(other);
      await expect(page.locator('[role=dialog]'), `${other} in ${name}`).toHaveCount(1);
    }
    await expect(page.getByRole('dialog', { name }), `${name} stays`).toBeVisible();
    await expect(title(page), 'the view stays').toHaveText('Extensions');
    await page.keyboard.press('Escape');
    await expect(page.locator('[role=dialog]'), `${name} is closed`).toHaveCount(0);
  }
});

/** Where the focus can be, and how it gets there. */
const PLACES: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ['a row', (page) => row(page, 'metrics').click()],
  ['a switch', (page) => row(page, 'metrics').getByRole('switch').focus()],
  ['a button', (page) => page.getByRole('button', { name: 'Sort by' }).focus()],
  ['a view', (page) => page.getByRole('button', { name: 'Extensions' }).focus()],
  ['the page', (page) => page.evaluate(() => (document.activeElement as HTMLElement).blur())],
];

test('no key is dead, wherever the focus is', async ({ page, sandbox: _ }) => {
  await expect(row(page, 'metrics')).toBeVisible();
  for (const [place, go] of PLACES) {
    for (const [key, name] of OPENING) {
      await go(page);
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog', { name }), `${key} on ${place}`).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.locator('[role=dialog]')).toHaveCount(0);
    }
    await go(page);
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox', { name: 'Filter extensions' }), `/ on ${place}`).toBeFocused();
  }
});

/** What lies over the window, and what opens it. */
const OVER: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ...OPENING.map(([key, name]) => [name, (page: Page) => page.keyboard.press(key)] as const),
  ['a menu', (page) => page.getByRole('button', { name: 'Sort by' }).click()],
  ['the menu of a row', (page) => row(page, 'metrics').click({ button: 'right' })],
];

test('Escape closes what is seen, also where it has not taken the focus yet', async ({ page, sandbox: _ }) => {
  await expect(row(page, 'metrics')).toBeVisible();
  const over = page.locator('[role=dialog], [role=menu]');
  for (const [what, open] of OVER) {
    await open(page);
    await expect(over.first(), what).toBeVisible();
    // As on a machine that is busy: the key comes where the focus was before.
    await page.evaluate(() => {
      const trap = (event: FocusEvent) => event.stopImmediatePropagation();
      for (const kind of ['focusin', 'focusout', 'focus', 'blur'] as const) window.addEventListener(kind, trap, true);
      (document.activeElement as HTMLElement).blur();
      setTimeout(() => {
        for (const kind of ['focusin', 'focusout', 'focus', 'blur'] as const)
          window.removeEventListener(kind, trap, true);
      }, 300);
    });
    await page.keyboard.press('Escape');
    await expect(over, what).toHaveCount(0);
  }
});

test('a menu that comes up under the pointer chooses nothing, until the pointer is drawn to something', async ({
  page,
  sandbox: _,
}) => {
  const button = page.getByRole('button', { name: 'Sort by' });
  const menu = page.getByRole('menu');
  const chosen = page.getByRole('menuitemradio', { checked: true });
  const { x, y, width, height } = (await button.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const [atX, atY] = [x + width / 2, y + height / 2];
  // As low in a window, where there is room nowhere else: the second entry lies under the pointer.
  const style = `.popover { inset: ${atY - 48}px auto auto ${atX - 60}px !important; }`;
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets.push(sheet);
  }, style);
  await page.mouse.move(atX, atY);
  await page.mouse.down();
  await expect(menu).toBeVisible();
  await page.mouse.up();
  await expect(chosen, 'nothing was chosen').toBeVisible();
  const other = page.getByRole('menuitemradio', { checked: false }).last();
  const name = (await other.textContent()) ?? '';
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);

  await page.mouse.move(atX, atY);
  await page.mouse.down();
  await expect(menu).toBeVisible();
  const goal = (await other.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(goal.x + 20, goal.y + goal.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(menu, 'what it was drawn to is chosen').toHaveCount(0);
  await button.click();
  await expect(chosen).toContainText(name);
  await page.keyboard.press('Escape');
});

test('what is staged is applied and undone by keys, from the switch that staged it', async ({ page, sandbox: _ }) => {
  await toggle(page, 'broken');
  await row(page, 'broken').getByRole('switch').focus();
  await page.keyboard.press('Control+Enter');
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(result).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(result).toContainText('Undone');
  await expect(row(page, 'broken')).toContainText('Stops every merge');
  await page.reload();
  await expect(row(page, 'broken')).toBeVisible();
  // What was told is long gone, so that it is shown before it is taken back.
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('dialog')).toContainText('broken');
  await page.keyboard.press('Escape');
});

test('F6 goes through list, details, bar and views, and back', async ({ page, sandbox: _ }) => {
  await row(page, 'metrics').click();
  await toggle(page, 'editor');
  await expect(page.getByRole('region', { name: 'Staged changes' })).toBeVisible();
  await row(page, 'metrics').click();
  const isIn = (selector: string) =>
    expect
      .poll(() => page.evaluate((one) => document.activeElement?.closest(one) !== null, selector), selector)
      .toBe(true);
  await isIn('.panes-main');
  for (const part of ['.panes-aside', '.apply-bar', '.rail', '.panes-main']) {
    await page.keyboard.press('F6');
    await isIn(part);
  }
  await page.keyboard.press('Shift+F6');
  await isIn('.rail');
});

test('the first stop of Tab leads past the views to the list', async ({ page, sandbox: _ }) => {
  await expect(row(page, 'metrics')).toBeVisible();
  await page.locator('body').press('Tab');
  await expect(page.getByRole('button', { name: 'Go to the list' })).toBeFocused();
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.closest('[role=grid]') !== null)).toBe(true);
});

test('Shift takes all rows between, by click and by key, over the borders of groups', async ({ page, sandbox: _ }) => {
  const selected = page.getByRole('grid', { name: 'Extensions' }).locator('[role=row][aria-selected=true]');
  // Its group is known when its contents are.
  await expect(row(page, 'field-kit')).toContainText('Replaces 1 file of the OS');
  await row(page, 'field-kit').click();
  await row(page, 'editor').click({ modifiers: ['Shift'] });
  await expect(selected).toHaveCount(3);
  await expect(page.getByRole('button', { name: 'Disable 3 extensions' })).toBeVisible();
  await row(page, 'broken').click({ modifiers: ['Shift'] });
  await expect(selected, 'from where the range began').toHaveCount(4);
  await row(page, 'debug-tools').click();
  await expect(selected).toHaveCount(1);
  await page.keyboard.press('Home');
  await expect(row(page, 'broken')).toBeFocused();
  await page.keyboard.press('End');
  await expect(row(page, 'terminal').filter({ hasText: '1.0' })).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.type('metr');
  await expect(row(page, 'metrics')).toBeFocused();
});

// React Aria finds no row that is a little below the window's edge: adobe/react-spectrum#10129.
test('End leads to the last row however high the window is', async ({ page, sandbox: _ }) => {
  await row(page, 'broken').click();
  for (let height = 640; height <= 800; height += 40) {
    await page.setViewportSize({ width: 1180, height });
    await page.keyboard.press('Home');
    await expect(row(page, 'broken')).toBeFocused();
    await page.keyboard.press('End');
    await expect(row(page, 'terminal').filter({ hasText: '1.0' }), `at ${height} px`).toBeFocused();
  }
});

test('no click is lost right after the wheel', async ({ page, sandbox: _ }) => {
  // So small that the list scrolls.
  await page.setViewportSize({ width: 900, height: 560 });
  const list = page.getByRole('grid', { name: 'Extensions' });
  await expect(list).toBeVisible();
  const box = await list.boundingBox();
  if (box === null) throw new Error('the list is not to be seen');
  await page.mouse.move(box.x + 80, box.y + box.height / 2);
  for (const after of [0, 20, 80, 150, 250]) {
    await page.getByRole('grid', { name: 'Extensions' }).evaluate((grid) => grid.scrollTo(0, 0));
    await page.waitForTimeout(600);
    await page.mouse.wheel(0, 40);
    await page.waitForTimeout(after);
    const pressed = await page.evaluateHandle(() => {
      const row = new Promise<string | null>((settle) =>
        document.addEventListener(
          'pointerdown',
          ({ target }) => settle((target as HTMLElement).closest<HTMLElement>('[role=row]')?.dataset['key'] ?? null),
          { once: true, capture: true },
        ),
      );
      return { row };
    });
    await page.mouse.down();
    await page.mouse.up();
    const target = await pressed.evaluate(({ row }) => row);
    expect(target, `something takes the pointer ${after} ms after the wheel`).not.toBeNull();
    await expect(page.locator(`[role=row][data-key="${target}"]`), `${after} ms`).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await page.keyboard.press('Escape');
  }
});

test('the address and the title follow what is shown, and lead back to it', async ({ page, sandbox: _ }) => {
  const hash = () => page.evaluate(() => location.hash);
  await expect.poll(hash).toBe('#/extensions');
  await expect(page).toHaveTitle('Extensions · Sandbox · Veneer');
  await row(page, 'editor').click();
  await expect.poll(hash).toBe('#/extensions/editor');
  await expect(page).toHaveTitle('editor · Sandbox · Veneer');
  await page.keyboard.press('Control+4');
  await expect.poll(hash).toBe('#/host');
  await page.goBack();
  await expect(title(page)).toHaveText('Extensions');
  await expect(details(page).getByRole('heading', { name: 'editor', exact: true })).toBeVisible();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(details(page)).toHaveCount(0);
  await page.goForward();
  await page.reload();
  await expect(details(page).getByRole('heading', { name: 'editor', exact: true })).toBeVisible();
  await page.evaluate(() => {
    location.hash = '#/settings';
  });
  await expect(title(page)).toHaveText('Settings');
  expect(page.url(), 'no token is in the address').toMatch(/^[^#]*#\/settings$/);
});

test('the token stays in no address that one can go back to', async ({ page, sandbox }) => {
  const token = new URL(sandbox.url).hash;
  expect(token.length).toBeGreaterThan(20);
  for (let back = 0; back < 3; back++) {
    expect(await page.evaluate(() => location.href)).not.toContain(token.slice(1));
    const went = await page.goBack().catch(() => null);
    if (went === null && page.url() === 'about:blank') break;
  }
});
