/** One sheet for each size, theme and language: every picture that was taken, small, with the name of its state below. */
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright/test';
import { launchBrowser } from '../run/browser.ts';
import { PICTURES } from './camera.ts';

const COLUMNS = 6;
/** Of a thumbnail, in CSS pixels. */
const WIDTH = 420;

const sheetOf = (series: string, files: readonly string[]) => `<!doctype html>
<title>${series}</title>
<style>
  body { margin: 16px; font: 15px sans-serif; background: #808890; color: #fff; }
  h1 { font-size: 22px; margin: 0 0 16px; }
  main { display: grid; grid-template-columns: repeat(${COLUMNS}, ${WIDTH}px); gap: 16px; }
  figure { margin: 0; }
  img { display: block; width: 100%; }
  figcaption { padding-top: 4px; }
</style>
<h1>${series}</h1>
<main>${files
  .map((file) => `<figure><img src="${series}/${file}"><figcaption>${file.replace('.png', '')}</figcaption></figure>`)
  .join('')}</main>`;

async function draw(page: Page, series: string, files: readonly string[]): Promise<void> {
  const html = join(PICTURES, `${series}.html`);
  writeFileSync(html, sheetOf(series, files));
  await page.goto(pathToFileURL(html).href);
  await page.screenshot({ path: join(PICTURES, `${series}.png`), fullPage: true });
}

/** Draws the sheets of what was photographed since they were drawn last; for Playwright, after the walks. */
export default async function drawSheets(): Promise<void> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: COLUMNS * (WIDTH + 16) + 16, height: 800 } });
    for (const { name: series } of readdirSync(PICTURES, { withFileTypes: true }).filter((one) => one.isDirectory())) {
      const files = readdirSync(join(PICTURES, series)).sort();
      const drawn = statSync(join(PICTURES, `${series}.png`), { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (files.some((file) => statSync(join(PICTURES, series, file)).mtimeMs > drawn)) await draw(page, series, files);
    }
  } finally {
    await browser.close();
  }
}
