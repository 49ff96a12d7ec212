/** The next OS by its tree: the root of a system, what is mounted at /usr, or what is neither. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentOfAnswer } from '../../e2e/harness/answers.ts';
import { holdEnding } from '../../e2e/harness/endings.ts';
import { programFile } from '../../e2e/harness/program-files.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import type { NextOs } from '../../shared/model/next-os.ts';

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('next-os');
  scratch.put('tree/usr/lib/os-release', 'ID=flatcar\nVERSION_ID=4152.2.3\nSYSEXT_LEVEL=1.0\n');
  putExtension(scratch, 'tree/var/lib/extensions', 'any', 'ID=_any\n');
  putExtension(scratch, 'tree/var/lib/extensions', 'bound', 'ID=flatcar\nVERSION_ID=4152.2.3\n');
  putExtension(scratch, 'tree/var/lib/extensions', 'level', 'ID=flatcar\nSYSEXT_LEVEL=1.0\n');
  // Of Flatcar's B partition: what is mounted at /usr.
  scratch.put('usr-b/lib/os-release', 'ID=flatcar\nVERSION_ID=4230.0.0\nSYSEXT_LEVEL=1.0\n');
  scratch.put('usr-b/lib/systemd/libsystemd-shared-257.so', '');
  scratch.put('root/usr/lib/os-release', 'ID=flatcar\nVERSION_ID=4230.0.0\nSYSEXT_LEVEL=2.0\n');
  scratch.put('empty/file', '');
  scratch.put('torn/usr/lib/os-release', 'ID="flatcar\n');
});
afterAll(() => scratch.remove());

function nextOs(tree: string, ...words: readonly string[]) {
  const args = ['plan', `--for=${join(scratch.path, tree)}`, '--root', join(scratch.path, 'tree'), ...words];
  const ran = spawnSync(process.execPath, [fileURLToPath(programFile('cli')), ...args], {
    env: { PATH: process.env['PATH'], HOME: join(scratch.path, 'home'), LC_ALL: 'C' },
    encoding: 'utf8',
  });
  holdEnding(args, ran.status);
  return ran;
}

/** @returns how each fares, and by whose rules */
function statesOn(tree: string) {
  const { stdout, status } = nextOs(tree, '--json');
  const { rows, systemdVersion } = contentOfAnswer(stdout) as NextOs;
  return { status, systemdVersion, ...Object.fromEntries(rows.map(({ name, state }) => [name, state])) };
}

test('what is mounted at /usr tells its OS and its systemd', () => {
  expect(statesOn('usr-b')).toEqual({ status: 4, systemdVersion: 257, any: 'stays', bound: 'lost', level: 'stays' });
});

test('an os-release file', () => {
  expect(statesOn('root/usr/lib/os-release')).toMatchObject({ status: 4, any: 'stays', bound: 'lost', level: 'lost' });
});

test('the root of a system', () => {
  expect(statesOn('root')).toEqual({ status: 4, systemdVersion: null, any: 'stays', bound: 'lost', level: 'lost' });
  expect(statesOn('tree')).toEqual({ status: 0, systemdVersion: null, any: 'stays', bound: 'stays', level: 'stays' });
});

test.each([
  ['nowhere', 3, 'There is no '],
  ['empty', 12, 'empty does not tell which OS it is. '],
  ['torn', 12, 'That OS does not tell its release'],
  ['empty/file', 12, 'empty/file does not tell which OS it is.'],
])('a tree that tells nothing: %s', (tree, status, said) => {
  const ran = nextOs(tree);
  expect(ran.status, ran.stderr).toBe(status);
  expect(ran.stderr).toContain(said);
  expect(ran.stderr).not.toContain('    at ');
});
