/** What the command line writes, from the program itself: nothing that somebody else named acts on a terminal. */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { programFile } from '../../e2e/harness/program-files.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { isVisible } from '../../shared/messages/visible.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const EVIL = '\u001b[31m\u202e\u009b2J\u200b\u2028\u{e0041}';
let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('terminal');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(scratch, 'tree/var/lib/extensions', 'good', 'ID=_any\n');
  mkdirSync(join(scratch.path, `tree/var/lib/extensions/evil\u202e\u009b`));
});
afterEach(() => scratch.remove());

function veneer(...args: string[]) {
  return veneerWith({}, ...args);
}

function veneerWith(variables: NodeJS.ProcessEnv, ...args: string[]) {
  const home = { HOME: scratch.path, XDG_CONFIG_HOME: join(scratch.path, 'config'), XDG_RUNTIME_DIR: scratch.path };
  const cache = join(scratch.path, 'cache');
  const env = { ...process.env, ...home, XDG_CACHE_HOME: cache, XDG_STATE_HOME: scratch.path, ...variables };
  const command = [fileURLToPath(programFile('cli')), ...args, '--root', join(scratch.path, 'tree')];
  const { stdout, stderr, status } = spawnSync(process.execPath, command, { env, encoding: 'utf8' });
  return { stdout, stderr, status };
}

test.each([
  ['a file that is not there', ['inspect', `./nope${EVIL}`]],
  ['a command', [`list${EVIL}`]],
  ['a remote', ['remote', 'add', `it${EVIL}`, 'https://example.org/']],
  ['an address', ['remote', 'add', 'it', `https://example.org/${EVIL}#x`]],
  ['a name', ['enable', `x${EVIL}`]],
])('%s that is wrong', (_what, args) => {
  const { stdout, stderr, status } = veneer(...args);
  expect(status).not.toBe(0);
  expect(stderr).toContain('veneer: ');
  expect(isVisible((stdout + stderr).replaceAll('\n', ''))).toBe(true);
});

test('tables and JSON, where JSON keeps the value', () => {
  const table = veneer('list');
  expect(table.stdout).toContain('evil\ufffd\ufffd');
  expect(isVisible(table.stdout.replaceAll('\n', ''))).toBe(true);
  const { stdout } = veneer('list', '--json');
  expect(isVisible(stdout.replaceAll('\n', ''))).toBe(true);
  expect(stdout).toContain('evil\\u202e\\u009b');
  expect(JSON.stringify(JSON.parse(stdout))).toContain('evil\u202e\u009b');
});

test('where there are colours, those of a stranger are none of ours', () => {
  // As a bad state looks: let through where it is ours.
  putExtension(scratch, 'tree/var/lib/extensions', 'red', 'ID="\u001b[0;1;31mfedora"\nVERSION_ID=41\n');
  const why = veneerWith({ SYSTEMD_COLORS: '1' }, 'why', 'red').stdout;
  expect(why).toContain('fedora');
  expect(isVisible(why.replaceAll('\n', ''))).toBe(true);
  for (const words of [['list'], ['status'], ['inspect', 'red']])
    expect(veneerWith({ SYSTEMD_COLORS: '1' }, ...words).stdout, words.join(' ')).not.toContain('\u001b[0;1;31mfedora');
});

test('nobody writes past the one place', () => {
  // The bytes of `cat`.
  const allowed = new Set(['terminal.ts', 'look.ts']);
  const files = globSync('*.ts', { cwd: HERE }).filter((name) => !name.endsWith('.test.ts') && !allowed.has(name));
  expect(files.length).toBeGreaterThan(15);
  for (const name of files) {
    expect(readFileSync(join(HERE, name), 'utf8'), name).not.toMatch(/std(?:out|err)\.write|console\./);
  }
});
