/** What a shell is told that may come next. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { programFile } from '../../e2e/harness/program-files.ts';
import { makeScratch, putExtension } from '../../e2e/harness/scratch.ts';
import { completionsOf } from './complete.ts';
import { COMMANDS } from './table/commands.ts';

const wordsAfter = async (...words: string[]) => (await completionsOf(words)).choices.map(({ word }) => word);

test('commands, verbs and options come from the table, wherever options stand', async () => {
  expect(await wordsAfter('')).toEqual([...COMMANDS]);
  expect(await wordsAfter('--json', 'ins')).toEqual(['inspect', 'install']);
  expect(await wordsAfter('--root', '/t', 'at-boot', '')).toEqual(['on', 'off']);
  expect(await wordsAfter('remote', 'e')).toEqual(['edit', 'enable']);
  expect(await wordsAfter('remove', '--p')).toEqual(['--purge']);
  expect(await wordsAfter('plan', 'remove', 'x', '--p')).toEqual(['--purge']);
  expect(await wordsAfter('list', '--class=con')).toEqual(['--class=confext']);
  expect(await wordsAfter('list', '--class', '')).toEqual(['sysext', 'confext']);
  expect(await wordsAfter('list', '')).toEqual([]);
  expect(await wordsAfter('follow', 'x', '--version', '')).toEqual([]);
  expect((await completionsOf(['install', ''])).adds).toBe('files');
  expect((await completionsOf(['--root', ''])).adds).toBe('folders');
  expect((await completionsOf(['list', ''])).adds).toBe('');
  const { choices } = await completionsOf(['dis']);
  expect(choices).toEqual([{ word: 'disable', says: 'leave extensions out of every merge' }]);
});

test('a shell gets a word, a tab and what it is, and last what it adds itself', () => {
  const main = fileURLToPath(programFile('cli'));
  const answer = (...words: string[]) =>
    spawnSync(process.execPath, ['--no-warnings', main, 'complete', ...words], { encoding: 'utf8' });
  expect(answer('dis')).toMatchObject({
    status: 0,
    stdout: 'disable\tleave extensions out of every merge\n:\n',
    stderr: '',
  });
  expect(answer('at-boot', 'of')).toMatchObject({ status: 0, stdout: 'off\n:\n' });
  expect(answer('unpack', '')).toMatchObject({ status: 0, stdout: ':files\n' });
  expect(answer('--root', '/nowhere', 'enable', '')).toMatchObject({ status: 0, stdout: ':\n', stderr: '' });
});

test('names are those that the command can do something with, of the tree that is named', async () => {
  const scratch = makeScratch('complete');
  try {
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    for (const name of ['docker', 'off', 'two words']) {
      putExtension(scratch, 'tree/var/lib/extensions', name, 'ID=_any\n');
    }
    putExtension(scratch, 'tree/var/lib/confexts', 'conf', 'ID=_any\n');
    mkdirSync(join(scratch.path, 'tree/etc/extensions/off'), { recursive: true });
    const root = `--root=${scratch.path}/tree`;
    expect((await wordsAfter(root, 'disable', '')).sort()).toEqual(['docker', 'two words']);
    expect(await wordsAfter(root, 'disable', 'docker', '')).toEqual(['two words']);
    expect(await wordsAfter(root, 'enable', '')).toEqual(['off']);
    expect(await wordsAfter(root, '--as-systemd=257', '--class', 'confext', 'disable', '')).toEqual(['conf']);
    expect((await wordsAfter(root, '--as-systemd=257', 'inspect', '')).sort()).toEqual([
      'conf',
      'docker',
      'off',
      'two words',
    ]);
  } finally {
    scratch.remove();
  }
});
