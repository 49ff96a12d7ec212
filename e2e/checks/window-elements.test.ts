/** What is drawn by the window itself looks alike in every browser and theme. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const RENDERER = fileURLToPath(new URL('../../renderer/', import.meta.url));

test('no part of the window folds by the native element, whose triangle is that of the browser', () => {
  const files = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));
  expect(files.length).toBeGreaterThan(50);
  const native = files.filter((name) => /<(?:details|summary)\b/.test(readFileSync(join(RENDERER, name), 'utf8')));
  expect(native).toEqual([]);
});
