import { chmodSync, existsSync, lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { forgetToken, keepToken, readKeptToken } from './kept-token.ts';
import { newToken } from './token.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('kept-token');
});
afterEach(() => scratch.remove());

const socket = () => join(scratch.path, 'serve.sock');
const file = () => join(scratch.path, 'serve.token');

test('a secret is kept beside the socket for its user alone, until it is forgotten', () => {
  expect(readKeptToken(socket())).toBeNull();
  const token = keepToken(socket());
  expect(keepToken(socket())).toBe(token);
  expect(readKeptToken(socket())).toBe(token);
  expect(lstatSync(file()).mode & 0o777).toBe(0o600);
  forgetToken(socket());
  expect(existsSync(file())).toBe(false);
  expect(keepToken(socket())).not.toBe(token);
});

test('what others could have read, or is no secret, is not taken', () => {
  const secret = newToken();
  const others: Record<string, () => void> = {
    'read by its group': () => {
      writeFileSync(file(), secret);
      chmodSync(file(), 0o640);
    },
    'a link to a file': () => {
      writeFileSync(`${file()}.other`, secret, { mode: 0o600 });
      symlinkSync(`${file()}.other`, file());
    },
    'too short': () => writeFileSync(file(), 'short', { mode: 0o600 }),
  };
  for (const [what, put] of Object.entries(others)) {
    rmSync(file(), { force: true });
    put();
    expect(readKeptToken(socket()), what).toBeNull();
    const token = keepToken(socket());
    expect(token, what).not.toBe(secret);
    expect(readFileSync(file(), 'utf8').trim(), what).toBe(token);
    expect(lstatSync(file()).isFile(), what).toBe(true);
  }
  expect(readFileSync(`${file()}.other`, 'utf8'), 'nothing is written through a link').toBe(secret);
});
