/** What is compiled says the same without: the command line, whose commands that only look have a smaller program, and the reader. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { test as base, expect } from 'playwright/test';
import { COMMANDS, READING, READING_COMMANDS } from '../../electron/cli/compiled.ts';
import { READER } from '../../electron/reader/compiled.ts';
import { createLocalReader } from '../../electron/reader/local-reader.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
/** What each has to be told. */
const OPERANDS: Readonly<Record<string, readonly string[]>> = {
  inspect: ['image'],
  ls: ['image'],
  cat: ['image', 'usr/share/file'],
  verify: ['image'],
  help: ['list'],
};

interface Programs {
  readonly scratch: Scratch;
  /** A copy of the built programs. */
  readonly dist: string;
  /** What a command says of a tree, and how it ends. */
  say(command: string): string;
}

const test = base.extend<{ programs: Programs }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  programs: async ({}, use) => {
    const scratch = makeScratch('compiled');
    const dist = join(scratch.path, 'dist');
    cpSync(DIST, dist, { recursive: true });
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    mkdirSync(join(scratch.path, 'tree/var/lib/extensions'), { recursive: true });
    putExtension(scratch, 'tree/var/lib/extensions', 'folder', 'ID=_any\n', { 'usr/share/file': 'of the folder\n' });
    putExtension(scratch, 'sources', 'image', 'ID=_any\n', { 'usr/share/file': 'of the image\n' });
    // zstd is the one that Node 20 needs a library for.
    makeSquashfs(
      join(scratch.path, 'sources/image'),
      join(scratch.path, 'tree/var/lib/extensions/image.raw'),
      '-comp',
      'zstd',
    );
    const root = ['--root', join(scratch.path, 'tree')];
    await use({
      scratch,
      dist,
      say: (command) => {
        const operands = OPERANDS[command] ?? [];
        const args = [join(dist, 'cli.cjs'), command, ...operands, ...(command === 'help' ? [] : root)];
        const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
        return `${status}\n${stdout}${stderr}`;
      },
    });
    scratch.remove();
  },
});

test('each says the same from either program, with a cache that is of no use or cannot be read, and without one', ({
  programs: { dist, say },
}) => {
  const both = new Map([...READING_COMMANDS].map((command) => [command, say(command)]));
  expect(both.get('cat')).toBe('0\nof the image\n');
  expect(both.get('list')).toContain('/var/lib/extensions/folder');
  const differing = () => [...both].filter(([command, said]) => say(command) !== said);

  writeFileSync(join(dist, READING.cache), 'of another Node');
  expect(differing()).toEqual([]);
  rmSync(join(dist, READING.cache));
  mkdirSync(join(dist, READING.cache));
  expect(differing()).toEqual([]);
  rmSync(join(dist, READING.cache), { recursive: true });
  expect(differing()).toEqual([]);

  cpSync(join(DIST, COMMANDS.program), join(dist, READING.program));
  expect(differing()).toEqual([]);

  rmSync(join(dist, COMMANDS.program));
  expect(differing()).toEqual([]);
  expect(say('plan')).toContain(COMMANDS.program);
});

test('the guarded process answers the same, with a cache that is of no use, and without one', async ({
  programs: { scratch, dist },
}) => {
  const root = join(scratch.path, 'tree');
  const target = { root, asSystemd: 257, mounts: { root, prefix: '', mountinfo: '/proc/self/mountinfo' } };
  const answer = async () => {
    const reader = createLocalReader({ program: process.execPath, script: join(dist, 'guarded-reader.cjs') }, null);
    const { extensions } = await reader.system(target);
    reader.close();
    return extensions;
  };
  const extensions = await answer();
  expect(extensions.map(({ name }) => name)).toEqual(['folder', 'image']);
  writeFileSync(join(dist, READER.cache), 'of another Node');
  expect(await answer()).toEqual(extensions);
  rmSync(join(dist, READER.cache));
  expect(await answer()).toEqual(extensions);
});

for (const { program, cache } of [READING, COMMANDS, READER]) {
  test(`the cache of ${program} is of the Node that built it`, () => {
    const cachedData = readFileSync(join(DIST, cache));
    const { cachedDataRejected } = new Script(readFileSync(join(DIST, program), 'latin1'), { cachedData });
    expect(cachedDataRejected).toBe(false);
  });
}
