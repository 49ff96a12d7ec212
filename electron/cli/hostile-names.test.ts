/** No command writes what a name that a stranger gave would do to a terminal, whatever becomes of the command. */
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { programFile } from '../../e2e/harness/program-files.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { isVisible } from '../../shared/messages/visible.ts';
import { ROW_NAMES, type RowName, rowOf } from './table/commands.ts';
import { type OptionName, optionOf } from './table/options.ts';

/** A colour, a line that looks like one of ours, a turn of the direction of reading, and a control sequence of one character. */
const EVIL = 'evil\u001b[31m\nveneer: forged\u202e\u009b2J';
/** What systemd takes in a name of it: no control character of ASCII. */
const TAKEN = 'turned\u202e\u009b2J';
const SEEN = 'turned\ufffd\ufffd2J';
const FORGED = /^(?:note: )?veneer: forged/m;

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('hostile');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  const release = `ID="fedora${EVIL.replace('\n', '')}"\n`;
  putExtension(scratch, 'tree/var/lib/extensions', EVIL, release, { [`usr/${EVIL}`]: 'x' });
  putExtension(scratch, 'tree/var/lib/extensions', TAKEN, 'ID=_any\n', { [`usr/${EVIL}`]: 'x' });
  scratch.put(`tree/var/lib/extensions/${EVIL}2.raw`, 'no image');
  scratch.put(`${EVIL}.raw`, '<!DOCTYPE html>');
  cpSync(join(scratch.path, 'tree/var/lib/extensions', EVIL), join(scratch.path, EVIL), { recursive: true });
});
afterEach(() => scratch.remove());

/** @returns what it said on both streams */
function saidBy(row: RowName | 'complete', words: readonly string[]): string {
  const options: readonly OptionName[] = row === 'complete' ? [] : rowOf(row).options;
  const root = options.includes('root') ? ['--root', join(scratch.path, 'tree')] : [];
  // What would go on ends by itself.
  const idle = options.includes('idle') && !words.some((word) => word.startsWith('--idle')) ? ['--idle=1'] : [];
  const folders = ['XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR'];
  const homes = Object.fromEntries(folders.map((name) => [name, join(scratch.path, name.toLowerCase())]));
  const { stdout, stderr, error } = spawnSync(
    process.execPath,
    [fileURLToPath(programFile('cli')), ...row.split(' '), ...root, ...idle, ...words],
    {
      cwd: scratch.path,
      env: { PATH: process.env['PATH'], HOME: scratch.path, ...homes },
      encoding: 'utf8',
      timeout: 50_000,
    },
  );
  expect(error).toBeUndefined();
  const said = stdout + stderr;
  // A tab parts what is ours for a shell.
  const foreign = said.replaceAll(row === 'complete' ? /[\n\t]/g : '\n', '');
  expect(isVisible(foreign), JSON.stringify(said)).toBe(true);
  expect(said).not.toMatch(FORGED);
  return said;
}

test.each([...ROW_NAMES])(
  '%s',
  (row) => {
    const count = Math.max(1, rowOf(row).operands.least);
    // As names, as paths of what is there, and as one of what is not.
    for (const what of [EVIL, TAKEN, `./${EVIL}`, `./${EVIL}.raw`, `/nowhere/${EVIL}`])
      expect(saidBy(row, Array(count).fill(what)), 'it says something').not.toBe('');
  },
  300_000,
);

const optionsOf = (row: RowName): readonly OptionName[] => rowOf(row).options;
const VALUED = [...new Set(ROW_NAMES.flatMap(optionsOf))].filter((name) => optionOf(name).type === 'string');

test.each(VALUED)(
  '--%s',
  (name) => {
    const row = ROW_NAMES.find((one) => optionsOf(one).includes(name)) ?? 'list';
    saidBy(row, [...Array(rowOf(row).operands.least).fill(`./${EVIL}`), `--${name}=${EVIL}`]);
  },
  60_000,
);

test('what shows what is there shows the name, with signs for what acts', () => {
  for (const row of ['list', 'status', 'plan'] as const) expect(saidBy(row, []), row).toContain(SEEN);
  for (const row of ['conflicts', 'services', 'report'] as const) saidBy(row, []);
  for (const word of ['', 'turned', EVIL]) saidBy('complete', ['inspect', '--root', join(scratch.path, 'tree'), word]);
}, 300_000);
