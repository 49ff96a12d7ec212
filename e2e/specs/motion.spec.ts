/** What glides, and that nothing does where a person asked for less motion. */
import { expect, type Page } from 'playwright/test';
import { test } from '../shells/sandbox.ts';
import { details, mergeWithoutBroken, row, toggle } from '../shells/window.ts';

/** Keeps how long each element is moved by script: rows by their names, all else by its class. */
async function recordGlides(page: Page): Promise<() => Promise<Record<string, number>>> {
  await page.evaluate(() => {
    const { animate } = Element.prototype;
    const glides: Record<string, number> = {};
    Object.assign(globalThis, { glides });
    Element.prototype.animate = function (frames, options) {
      const animation = animate.call(this, frames, options);
      const name = this.role === 'presentation' ? this.querySelector('.row-title')?.textContent : this.className;
      if (JSON.stringify(frames).includes('translateY'))
        glides[name ?? 'heading'] = Number(animation.effect?.getTiming().duration);
      return animation;
    };
  });
  return () => page.evaluate(() => (globalThis as unknown as { glides: Record<string, number> }).glides);
}

/** Adds up how far the list was seen to jump from here on (Layout Instability, value of each shift that it is a source of). */
async function recordJumps(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const jumps = { sum: 0 };
    Object.assign(globalThis, { jumps });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, sources } = entry as unknown as { value: number; sources: { node: Node | null }[] };
        if (sources.some(({ node }) => node instanceof Element && node.closest('.filters') !== null))
          jumps.sum += value;
      }
    }).observe({ type: 'layout-shift' });
  });
  return () => page.evaluate(() => (globalThis as unknown as { jumps: { sum: number } }).jumps.sum);
}

/** How long the details take to come, in the unit of CSS. */
const comingOf = (page: Page) =>
  details(page).evaluate((pane) => {
    const { animationName, animationDuration } = getComputedStyle(pane);
    return `${animationName} ${animationDuration}`;
  });

test('the list glides into the place of a card that went, and the details come in', async ({ page, sandbox: _ }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const glides = await recordGlides(page);
  await row(page, 'metrics').click();
  expect(await comingOf(page)).toBe('pane-in 0.15s');
  const jumps = await recordJumps(page);
  await mergeWithoutBroken(page);
  await expect(page.getByText('stops every merge')).toHaveCount(0);
  await expect.poll(glides).toMatchObject({ filters: 150, 'list-frame': 150 });
  await expect(row(page, 'metrics')).toContainText('Active');
  expect(await jumps()).toBeLessThan(0.01);
});

test('a row glides to the group that its state moves it to, the others make way, and nothing else glides', async ({
  page,
  sandbox: _,
}) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  // What is out of sight has no place to come from.
  await page.setViewportSize({ width: 1180, height: 1000 });
  // What the images have of each other is read after the list, and moves field-kit.
  await expect(row(page, 'field-kit')).toContainText('Replaces 1 file of the OS');
  const glides = await recordGlides(page);
  await toggle(page, 'metrics');
  await expect(row(page, 'metrics')).toContainText('Will be disabled');
  await page.getByRole('searchbox', { name: 'Filter extensions' }).fill('m');
  await expect(row(page, 'editor')).toHaveCount(0);
  await page.getByRole('searchbox', { name: 'Filter extensions' }).fill('');
  await expect(row(page, 'editor')).toBeVisible();
  expect(await glides(), 'a filter moves no row to another group').toEqual({});
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(page.getByRole('rowgroup', { name: 'Disabled' })).toContainText('metrics');
  // Below the heading of its new group, which comes up as much as it takes; what was behind it closes up.
  await expect.poll(glides).toEqual({ metrics: 150, terminal: 150, heading: 150 });
});

test('nothing moves where less motion is asked for', async ({ page, sandbox: _ }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const glides = await recordGlides(page);
  await row(page, 'metrics').click();
  expect(await comingOf(page)).toBe('pane-in 0s');
  await mergeWithoutBroken(page);
  await expect(page.getByText('stops every merge')).toHaveCount(0);
  await expect(row(page, 'metrics')).toContainText('Active');
  expect(await glides()).toEqual({});
});
