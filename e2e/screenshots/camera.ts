/** Takes the pictures, in the sizes that people have. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright/test';

const folder = fileURLToPath(new URL('../../screenshots/', import.meta.url));

export const SIZES = [
  { width: 800, height: 560 },
  { width: 1180, height: 760 },
  { width: 1920, height: 1080 },
  { width: 2560, height: 1440 },
];

/** @returns takes a picture of the page as it is */
export function camera(page: Page, series: string): (name: string) => Promise<void> {
  mkdirSync(folder, { recursive: true });
  return async (name) => {
    const path = join(folder, `${series}-${name}.png`);
    rmSync(path, { force: true });
    // Transitions are over after this.
    await page.waitForTimeout(250);
    await page.screenshot({ path });
  };
}
