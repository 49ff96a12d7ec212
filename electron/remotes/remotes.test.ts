import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import type { Remote } from '../../shared/model/catalog.ts';
import { KNOWN_REMOTES } from '../../shared/remotes/known-remotes.ts';
import { ownTexts } from '../lists/own-texts.ts';
import { createRemotes } from './remotes.ts';

let scratch: Scratch;
const file = () => join(scratch.path, 'remotes.json');
const stored = () => JSON.parse(readFileSync(file(), 'utf8')) as { remotes: Record<string, unknown>[] };
const remote = (name: string): Remote => ({
  name,
  url: `https://${name}.example/`,
  enabled: false,
  trust: 'unsigned',
  key: null,
});
beforeEach(() => {
  scratch = makeScratch('remotes');
});
afterEach(() => scratch.remove());

test('one that is not understood hides no other, and stays on disk with all that is new', async () => {
  const later = { ...remote('later'), trust: 'by-oracle' };
  const content = { version: 9, remotes: [later, { ...remote('mine'), colour: 'red' }], hidden: [], invented: 1 };
  writeFileSync(file(), JSON.stringify(content));
  const remotes = createRemotes(scratch.path, ownTexts);
  const names = () => remotes.list().map(({ name }) => name);
  expect(names()).toContain('mine');
  expect(names()).not.toContain('later');
  await remotes.put({ ...remote('mine'), enabled: true }, false);
  await remotes.put(remote('more'), true);
  expect(stored()).toMatchObject({
    version: 9,
    invented: 1,
    remotes: [later, { name: 'mine', colour: 'red', enabled: true }, { name: 'more' }],
  });
  await expect(remotes.put(remote('later'), true)).rejects.toMatchObject({ code: 'invalid-input' });
});

test('none of many that are added at once is lost', async () => {
  const module = new URL('remotes.ts', import.meta.url).href;
  const texts = new URL('../lists/own-texts.ts', import.meta.url).href;
  const code = (name: string) => `
    const { createRemotes } = await import(${JSON.stringify(module)});
    const { ownTexts } = await import(${JSON.stringify(texts)});
    await createRemotes(${JSON.stringify(scratch.path)}, ownTexts).put(${JSON.stringify(remote(name))}, true);
  `;
  const names = Array.from({ length: 4 }, (_, at) => `r${at}`);
  const all = names.map(
    (name) =>
      new Promise((settle) => {
        const args = ['--no-warnings', '--input-type=module', '-e', code(name)];
        spawn(process.execPath, args, { stdio: 'inherit' }).once('close', settle);
      }),
  );
  expect(await Promise.all(all)).toEqual(names.map(() => 0));
  expect(
    stored()
      .remotes.map(({ name }) => name)
      .sort(),
  ).toEqual(names);
});

test('a damaged file, or a pipe in its place, is moved aside and said, and hangs nothing', async () => {
  const said: string[] = [];
  const open = () => createRemotes(scratch.path, ownTexts, ({ message }) => said.push(message));
  writeFileSync(file(), '{');
  expect(open().list().length).toBe(KNOWN_REMOTES.length);
  expect(readFileSync(`${file()}.damaged`, 'utf8')).toBe('{');
  expect(spawnSync('mkfifo', [file()]).status).toBe(0);
  expect(open().list().length).toBe(KNOWN_REMOTES.length);
  expect(said).toEqual([1, 2].map(() => expect.stringContaining('remotes.json was damaged, and is kept as')));
  await open().put(remote('mine'), true);
  expect(stored()).toMatchObject({ version: 1, remotes: [{ name: 'mine' }] });
});

test('a field of another shape loses itself alone', () => {
  writeFileSync(file(), JSON.stringify({ remotes: [remote('mine'), 7, null], hidden: 'all' }));
  const names = createRemotes(scratch.path, ownTexts)
    .list()
    .map(({ name }) => name);
  expect(names).toEqual(['mine', ...KNOWN_REMOTES.map(({ name }) => name)]);
});
