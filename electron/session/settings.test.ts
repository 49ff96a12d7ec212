import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { DEFAULT_SETTINGS } from '../../shared/window/default-settings.ts';
import { createSettings } from './settings.ts';

let scratch: Scratch;
const file = () => join(scratch.path, 'settings.json');
const stored = () => JSON.parse(readFileSync(file(), 'utf8')) as unknown;
beforeEach(() => {
  scratch = makeScratch('settings');
});
afterEach(() => scratch.remove());

test('one value that is not known loses itself alone, and stays on disk', () => {
  writeFileSync(file(), '{"theme":"dark","keep":5,"updates":"weekly","invented":true}');
  const settings = createSettings(scratch.path);
  expect(settings.get()).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', keep: 5 });
  settings.set({ ...settings.get(), tray: true });
  expect(stored()).toEqual({ version: 1, theme: 'dark', keep: 5, updates: 'weekly', invented: true, tray: true });
  settings.set({ ...settings.get(), updates: 'notify' });
  expect(stored()).toMatchObject({ updates: 'notify', theme: 'dark' });
});

test('what two windows change is kept of both', () => {
  const [one, two] = [createSettings(scratch.path), createSettings(scratch.path)];
  one.set({ ...one.get(), theme: 'dark' });
  two.set({ ...two.get(), keep: 9 });
  expect(one.get()).toMatchObject({ theme: 'dark', keep: 9 });
});

test('damaged ones are said, and not thrown away', () => {
  writeFileSync(file(), '{"theme":"da');
  const said: string[] = [];
  const settings = createSettings(scratch.path, ({ message }) => said.push(message));
  expect(settings.get()).toEqual(DEFAULT_SETTINGS);
  expect(said).toHaveLength(1);
  expect(readFileSync(`${file()}.damaged`, 'utf8')).toBe('{"theme":"da');
});
