/** Tables, on terminals of several widths and elsewhere, from the program itself. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programFile } from '../../e2e/harness/program-files.ts';
import { runOnTerminal } from '../../e2e/harness/pseudo-terminal.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { isColoured } from './manner.ts';
import { widthOf } from './text-width.ts';

const WHY = 'It was built for fedora, this host is debian.';
let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('table');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  const put = (name: string, release: string) => putExtension(scratch, 'tree/var/lib/extensions', name, release);
  put('zulu', 'ID=_any\nSYSEXT_VERSION_ID=12.3.4\n');
  put('日本語', 'ID=_any\nSYSEXT_VERSION_ID=1.0\n');
  put('alpha', 'ID=fedora\nVERSION_ID=41\n');
  put('masked', 'ID=_any\n');
  mkdirSync(join(scratch.path, 'tree/etc/extensions/masked'), { recursive: true });
  scratch.put('tree/var/lib/veneer/pins/sysext-zulu.json', '{"version":"12.3.4","held":true}\n');
});
afterAll(() => scratch.remove());

const command = (...args: string[]) => [
  process.execPath,
  fileURLToPath(programFile('cli')),
  ...args,
  '--root',
  join(scratch.path, 'tree'),
];
const environment = (more: NodeJS.ProcessEnv = {}) => ({
  PATH: process.env['PATH'],
  HOME: scratch.path,
  LC_ALL: 'C',
  ...more,
});
const onTerminal = (columns: number, args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
  runOnTerminal(command(...args), { columns }, environment(more)).screen;
const inPipe = (...args: string[]) =>
  spawnSync(process.execPath, command(...args).slice(1), { env: environment(), encoding: 'utf8' }).stdout;
const linesOf = (text: string) => text.trimEnd().split('\n');

let piped = '';
beforeAll(() => {
  piped = inPipe('list');
});

test('a row for each name, sorted, with its version and what was decided on it', () => {
  const lines = linesOf(piped);
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['NAME', 'alpha', 'masked', 'zulu', '日本語', '', '4']);
  expect(lines[3]).toMatch(/^zulu +12\.3\.4 +sysext +merged next time .* Pinned to 12\.3\.4\. Held\. /);
  expect(lines[2]).toMatch(
    / disabled +folder .*\/var\/lib\/extensions\/masked +Disabled by the mask \/etc\/extensions\/masked\.$/,
  );
  expect(lines.at(-1)).toBe('4 extensions listed.');
  expect(piped).toContain(WHY);
  expect(piped).not.toContain('…');
  expect(piped).not.toContain('\u001b');
});

test('columns begin at the same place, whatever stands before them', () => {
  const [head = '', ...rows] = linesOf(piped);
  const at = head.indexOf('CLASS');
  expect(at).toBeGreaterThan(0);
  const widths = rows
    .filter((one) => one.includes('sysext'))
    .map((row) => widthOf(row.slice(0, row.indexOf('sysext'))));
  expect(widths).toEqual([at, at, at, at]);
});

test('each place is a row where all are asked for, without a legend neither head nor foot', () => {
  const names = linesOf(inPipe('list', '--all', '--no-legend')).map((line) => line.split(' ')[0]);
  expect(names).toEqual(['alpha', 'masked', 'masked', 'zulu', '日本語']);
});

test('on a terminal no row is longer than a line, but in full', () => {
  const screen = onTerminal(60, ['list']);
  expect(
    linesOf(screen)
      .map(widthOf)
      .filter((width) => width > 60),
  ).toEqual([]);
  expect(screen).toContain('…');
  expect(screen).toContain('--full');
  // What must not be cut is whole.
  expect(screen).toMatch(/^zulu +12\.3\.4 +sysext +merged next time /m);
  expect(onTerminal(60, ['list', '--full'])).toContain(WHY);
});

test('the head is underlined and states are coloured, where the environment has it so', () => {
  const screen = onTerminal(200, ['list'], { TERM: 'xterm' });
  expect(screen).toContain('\u001b[0;4mNAME');
  expect(screen).toContain('\u001b[0;1;33mdoes not fit\u001b[0m');
});

test.each([
  [{ TERM: 'xterm' }, true],
  [{ TERM: 'dumb' }, false],
  [{}, false],
  [{ TERM: 'xterm', NO_COLOR: '1' }, false],
  [{ TERM: 'xterm', NO_COLOR: '' }, false],
  [{ TERM: 'xterm', SYSTEMD_COLORS: '0' }, false],
  [{ TERM: 'dumb', SYSTEMD_COLORS: '1' }, true],
  [{ TERM: 'xterm', NO_COLOR: '1', SYSTEMD_COLORS: '256' }, true],
])('with %o on a terminal there are colours: %s', (env, expected) => expect(isColoured(env, true)).toBe(expected));

test('elsewhere there are none, unless they are wanted', () => {
  expect(isColoured({ TERM: 'xterm' }, false)).toBe(false);
  expect(isColoured({ SYSTEMD_COLORS: 'yes' }, false)).toBe(true);
});
