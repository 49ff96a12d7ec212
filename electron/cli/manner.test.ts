/** The manner of the output that a command line asks for. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { programFile } from '../../e2e/harness/program-files.ts';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import { parseCommandLine, wantsJson } from './arguments.ts';

test.each([
  [['list', '--json'], true, null],
  [['list', '--json=pretty'], true, 'pretty'],
  [['list', '--json=short'], true, 'short'],
  [['--json=short', 'list'], true, 'short'],
  [['list', '--json=off'], false, null],
  [['list'], false, null],
])('%o', (args, json, mode) => {
  expect(parseCommandLine(args)).toMatchObject({ json, manner: { json: mode } });
  expect(wantsJson(args)).toBe(json);
});

test('another way to write JSON is refused, behind -- it is an operand', () => {
  expect(() => parseCommandLine(['list', '--json=long'])).toThrow('--json takes one of pretty, short, off');
  expect(parseCommandLine(['inspect', '--', '--json=long'])).toMatchObject({ operands: ['--json=long'], json: false });
});

test('short words stand for the long ones', () => {
  expect(parseCommandLine(['list', '-q', '-a', '-l'])).toMatchObject({
    all: true,
    manner: { quiet: true, cut: false },
  });
  expect(parseCommandLine(['remove', 'x', '-y'])).toMatchObject({ operands: ['x'] });
  expect(() => parseCommandLine(['list', '-y'])).toThrow('list takes no --yes; it is for');
});

test('JSON is one line or many, and the same value', () => {
  const scratch = makeScratch('manner');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  const run = (mode: string) => {
    const args = [fileURLToPath(programFile('cli')), 'status', mode, '--root', join(scratch.path, 'tree')];
    return spawnSync(process.execPath, args, { encoding: 'utf8', env: { HOME: scratch.path } }).stdout;
  };
  const [short, pretty] = [run('--json=short'), run('--json=pretty')];
  scratch.remove();
  expect(short.trimEnd().split('\n')).toHaveLength(1);
  expect(pretty.split('\n').length).toBeGreaterThan(10);
  expect(JSON.parse(short)).toEqual(JSON.parse(pretty));
});
