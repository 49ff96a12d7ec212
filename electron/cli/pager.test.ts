/** Pagers: which is tried, with what, and what a person sees of a long answer on a terminal. */
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programFile } from '../../e2e/harness/program-files.ts';
import { runOnTerminal } from '../../e2e/harness/pseudo-terminal.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { pagerEnvironment, pagersOf } from './pager.ts';

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('pager');
  scratch.put('pager', `#!/bin/sh\necho "$LESS" >'${scratch.path}/asked'\nexec cat\n`);
  chmodSync(join(scratch.path, 'pager'), 0o755);
});
afterAll(() => scratch.remove());

test.each([
  [{}, ['pager', 'less', 'more']],
  [{ PAGER: 'most' }, ['most']],
  [{ PAGER: 'most', SYSTEMD_PAGER: 'less -R' }, ['less -R']],
  [{ SYSTEMD_PAGER: '', PAGER: 'most' }, []],
  [{ SYSTEMD_PAGER: 'cat' }, []],
  [{ SUDO_UID: '1000', PAGER: 'most' }, ['less']],
  [{ SUDO_UID: '1000', PAGER: 'most', SYSTEMD_PAGERSECURE: '0' }, ['most']],
])('with %o these are tried: %o', (env, pagers) => expect(pagersOf(env)).toEqual(pagers));

test('less gets the options that systemd gives it, and under sudo may start no other program', () => {
  expect(pagerEnvironment({})).toEqual({ LESS: 'FRSXMK', LESSCHARSET: 'utf-8' });
  expect(pagerEnvironment({ SYSTEMD_LESS: 'S', SUDO_UID: '1' })).toMatchObject({ LESS: 'S', LESSSECURE: '1' });
});

test('a long text goes through it where a terminal is too small, and only there', () => {
  const asked = join(scratch.path, 'asked');
  const command = [process.execPath, fileURLToPath(programFile('cli'))];
  const env = {
    PATH: process.env['PATH'],
    HOME: scratch.path,
    LC_ALL: 'C',
    SYSTEMD_PAGER: join(scratch.path, 'pager'),
  };
  const see = (lines: number, ...args: string[]) => runOnTerminal([...command, ...args], { columns: 80, lines }, env);
  expect(see(500, 'help').screen).toContain('unmerge');
  expect(see(24, 'help', '--no-pager').screen).toContain('unmerge');
  expect(existsSync(asked)).toBe(false);
  expect(see(24, 'help')).toMatchObject({ status: 0, screen: expect.stringContaining('unmerge') });
  expect(readFileSync(asked, 'utf8')).toBe('FRSXMK\n');
});
