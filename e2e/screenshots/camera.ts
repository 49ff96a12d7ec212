/** Takes the pictures, in the sizes, languages and themes that people have. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Page, test } from 'playwright/test';
import { DE } from '../../shared/messages/de.ts';
import { currentLanguage, ENGLISH, setLanguage } from '../../shared/messages/language.ts';

/** Where the pictures lie, a folder for each size, theme and language. */
export const PICTURES = fileURLToPath(new URL('../../screenshots/', import.meta.url));

const SIZES = [
  { width: 800, height: 560 },
  { width: 1180, height: 760 },
  { width: 1920, height: 1080 },
  { width: 2560, height: 1440 },
];

/** Defines walks once for each size and language; `1180 de` is the name of their group. */
export function inEachSizeAndLanguage(define: () => void): void {
  for (const viewport of SIZES) {
    for (const language of [null, DE]) {
      test.describe(`${viewport.width} ${language?.tag ?? ENGLISH}`, () => {
        test.use({ viewport, locale: language === null ? 'en-US' : 'de-DE' });
        test.beforeEach(() => setLanguage(language));
        test.afterEach(() => setLanguage(null));
        define();
      });
    }
  }
}

/** @returns takes a picture of the page as it is, light and dark */
export function camera(page: Page): (name: string) => Promise<void> {
  return async (name) => {
    for (const colorScheme of ['dark', 'light'] as const) {
      const folder = join(PICTURES, `${page.viewportSize()?.width}-${colorScheme}-${currentLanguage()}`);
      mkdirSync(folder, { recursive: true });
      await page.emulateMedia({ colorScheme });
      // Transitions are over after this.
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(folder, `${name}.png`) });
    }
  };
}
