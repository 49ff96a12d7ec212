/**
 * npm run film: drop, apply and undo in the real window, as the moving picture of the README. Each frame is a picture of the
 * page and has its own time, so that a slow machine makes the same film. Needs `img2webp` (Debian's package `webp`).
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, type Locator, type Page, test } from 'playwright/test';
import { imageOf } from '../harness/remotes.ts';
import { makeScratch } from '../harness/scratch.ts';
import { startServer } from '../shells/server.ts';
import { dismiss, dragOver, mergeWithoutBroken, openWindow, row, sheet } from '../shells/window.ts';

const OUT = fileURLToPath(new URL('../../assets/screenshots/drop-apply-undo.webp', import.meta.url));
const SIZE = { width: 960, height: 620 };
/** Between frames of a pointer that moves, in milliseconds, and how many there are of a way. */
const STEP_MS = 50;
const STEPS = 10;
/** As long as a page takes to end its transitions. */
const SETTLE_MS = 300;

const scratch = makeScratch('film');
const frames: string[] = [];
let at = { x: SIZE.width - 30, y: SIZE.height - 60 };

/** Holds the page as it is for so long. */
async function frame(page: Page, forMs: number): Promise<void> {
  const path = join(scratch.path, `frame-${String(frames.length / 3).padStart(4, '0')}.png`);
  await page.screenshot({ path });
  frames.push('-d', String(forMs), path);
}

/** A pointer that the page does not notice, for the real one is in no picture. */
async function addPointer(page: Page): Promise<void> {
  await page.evaluate(() => {
    const pointer = document.createElement('div');
    pointer.id = 'film-pointer';
    pointer.ariaHidden = 'true';
    const made = (name: string, attributes: Readonly<Record<string, string>>, ...inside: Element[]) => {
      const element = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.append(...inside);
      return element;
    };
    const arrow = made('path', { d: 'M3 2v18l5-4.6 3.2 7 3-1.3-3.1-6.9H18z', fill: '#111', stroke: '#fff' });
    const label = document.createElement('span');
    label.hidden = true;
    label.textContent = 'inspector.raw';
    pointer.append(made('svg', { width: '26', height: '26' }, arrow), label);
    Object.assign(pointer.style, {
      position: 'fixed',
      zIndex: '99999',
      pointerEvents: 'none',
      left: '-24px',
      top: '-24px',
    });
    pointer.style.padding = '24px';
    const file = pointer.querySelector('span');
    if (file !== null)
      Object.assign(file.style, {
        position: 'absolute',
        left: '46px',
        top: '42px',
        padding: '6px 12px',
        borderRadius: '8px',
        background: '#3355d6',
        color: '#fff',
        font: '600 14px sans-serif',
        boxShadow: '0 4px 14px #0005',
      });
    document.body.append(pointer);
  });
}

/** @param look whether it carries the file, or presses */
const show = (page: Page, look: 'free' | 'file' | 'press'): Promise<void> =>
  page.evaluate(
    ({ x, y, as }) => {
      const pointer = document.querySelector<HTMLElement>('#film-pointer');
      if (pointer === null) return;
      pointer.style.transform = `translate(${x - 3}px, ${y - 2}px)`;
      const file = pointer.querySelector('span');
      if (file !== null) file.hidden = as !== 'file';
      // A ring marks the press.
      pointer.style.background =
        as === 'press' ? 'radial-gradient(circle at 27px 26px, #3355d677 0 18px, transparent 19px)' : 'none';
    },
    { ...at, as: look },
  );

async function moveTo(page: Page, x: number, y: number, look: 'free' | 'file'): Promise<void> {
  const from = at;
  for (let step = 1; step <= STEPS; step++) {
    // Slow at both ends, as a hand is.
    const part = (1 - Math.cos((Math.PI * step) / STEPS)) / 2;
    at = { x: from.x + (x - from.x) * part, y: from.y + (y - from.y) * part };
    await show(page, look);
    await frame(page, STEP_MS);
  }
}

async function press(page: Page, button: Locator): Promise<void> {
  const box = await button.boundingBox();
  if (box === null) throw new Error('there is nothing to press');
  await moveTo(page, box.x + box.width / 2, box.y + box.height / 2, 'free');
  await frame(page, 250);
  await show(page, 'press');
  await frame(page, 250);
  await button.click();
  await show(page, 'free');
}

test.use({ viewport: SIZE, colorScheme: 'light' });

test('drop, apply, undo', async ({ page }) => {
  const server = await startServer(scratch, { user: 'ordinary', args: ['--sandbox'] });
  try {
    const image = join(scratch.path, 'inspector.raw');
    const release = 'ID=_any\nSYSEXT_VERSION_ID=1.4\nPRETTY_NAME="Looks into running programs"\n';
    const files = { 'usr/bin/inspector': '#!/bin/sh\n', 'usr/share/doc/inspector/README': 'It looks.\n' };
    scratch.put('inspector.raw', imageOf(scratch, { name: 'inspector', release, files }));
    await openWindow(page, server.url);
    await mergeWithoutBroken(page);
    await dismiss(page);
    await addPointer(page);
    const result = page.getByRole('region', { name: 'Result' });

    await show(page, 'file');
    await frame(page, 900);
    await moveTo(page, 620, 470, 'file');
    const letGo = await dragOver(page, image);
    await sleep(SETTLE_MS);
    await frame(page, 150);
    await moveTo(page, 480, 330, 'file');
    await frame(page, 500);
    await letGo();
    await show(page, 'free');
    await expect(sheet(page)).toContainText('Fits this host');
    await sleep(SETTLE_MS);
    await frame(page, 1800);
    await press(page, sheet(page).getByRole('button', { name: 'Install', exact: true }));
    await expect(row(page, 'inspector')).toContainText('Active');
    await expect(result).toBeVisible();
    // Else the toast could end while the picture of it is taken.
    await result.hover();
    await sleep(SETTLE_MS);
    await frame(page, 2000);
    await press(page, result.getByRole('button', { name: 'Undo' }));
    await expect(result).toContainText('Undone');
    await expect(row(page, 'inspector')).toHaveCount(0);
    await sleep(SETTLE_MS);
    await frame(page, 2200);
    execFileSync('img2webp', ['-loop', '0', '-min_size', '-lossy', '-q', '80', '-m', '4', ...frames, '-o', OUT], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } finally {
    await page.goto('about:blank');
    await server.stop();
    scratch.remove();
  }
});
