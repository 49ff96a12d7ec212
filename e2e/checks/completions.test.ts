/** The completions that `npm run package` made, each by its own shell. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMANDS, rowOf } from '../../electron/cli/table/commands.ts';
import { findPackages } from '../harness/packages.ts';
import { run } from '../harness/programs.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';

let scratch: Scratch;
let tree: string;
beforeAll(() => {
  scratch = makeScratch('completions');
  ({ tree } = findPackages(scratch));
});
afterAll(() => scratch.remove());

test('completions ask the program that is installed beside them', () => {
  const bash = join(tree, 'usr/share/bash-completion/completions/veneer');
  const complete = (...words: string[]) =>
    run('bash', [
      '-c',
      `source ${bash}; veneer() { ${join(tree, 'usr/lib/veneer/node')} ${join(tree, 'usr/bin/veneer')} "$@"; }
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _veneer; printf '%s\\n' "\${COMPREPLY[@]}"`,
      'bash',
      'veneer',
      ...words,
    ])
      .trim()
      .split('\n');
  expect(complete('')).toEqual([...COMMANDS]);
  expect(complete('inst')).toEqual(['install']);
  expect(complete('list', '--').sort()).toEqual([...rowOf('list').options, 'help'].map((one) => `--${one}`).sort());
  expect(complete('list', '--class', 'c')).toEqual(['confext']);
  expect(complete('list', '--class', '=', 'c'), 'bash parts words at an equals sign').toEqual(['confext']);
  expect(complete('--json', 'at-boot', '')).toEqual(['on', 'off']);
  const folder = join(scratch.path, 'named');
  putExtension(scratch, 'named/var/lib/extensions', 'two words', 'ID=_any\n');
  expect(complete('inspect', '--root', folder, 'two')).toEqual(['two\\ words']);
});

/** The programs of the package, run by its own Node. */
const ownVeneer = (args: string) => `${join(tree, 'usr/lib/veneer/node')} ${join(tree, 'usr/bin/veneer')} ${args}`;

test('fish completes by them', () => {
  const file = join(tree, 'usr/share/fish/vendor_completions.d/veneer.fish');
  const complete = (line: string) => {
    const script = `function veneer; ${ownVeneer('$argv')}; end; source ${file}; complete -C '${line}'`;
    // It keeps a history in the home.
    return run('env', [`HOME=${scratch.path}`, 'fish', '--no-config', '-c', script])
      .trim()
      .split('\n');
  };
  expect(complete('veneer inst')).toEqual([expect.stringMatching(/^install\t\S/)]);
  expect(complete('veneer list --class c').map((line) => line.split('\t')[0])).toEqual(['confext']);
});

test('zsh completes by them', () => {
  for (const place of ['zsh/vendor-completions/_veneer', 'zsh/site-functions/_veneer']) {
    const file = join(tree, 'usr/share', place);
    const complete = (...words: string[]) =>
      // Its own widgets need a terminal, so what they are given is printed instead.
      run('zsh', [
        '-fc',
        `veneer() { ${ownVeneer('"$@"')} }; _describe() { print -rl -- "\${found[@]}" }; compset() { }; _files() { print files }
        words=("$@"); CURRENT=$#; source ${file}`,
        'zsh',
        'veneer',
        ...words,
      ])
        .trim()
        .split('\n');
    expect(complete('inst'), place).toEqual([expect.stringMatching(/^install:\S/)]);
    expect(
      complete('list', '--class', 'c').map((line) => line.split(':')[0]),
      place,
    ).toEqual(['confext']);
  }
});
