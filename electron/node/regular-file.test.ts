import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { readRegular } from './regular-file.ts';

let scratch: Scratch;
let path: string;
beforeEach(() => {
  scratch = makeScratch('regular');
  path = join(scratch.path, 'it');
});
afterEach(() => scratch.remove());

const failing = (code: string, detail = '') =>
  expect.objectContaining({ code, ...(detail === '' ? {} : { detail: expect.stringContaining(detail) }) });

test('a small file is read up to its limit and no further', () => {
  scratch.put('it', '12345');
  expect(String(readRegular(path, 5))).toBe('12345');
  expect(() => readRegular(path, 4)).toThrow(failing('too-large', 'more than 4 bytes'));
  expect(readRegular(join(scratch.path, 'nothing'), 4)).toBeNull();
  expect(readRegular(join(path, 'below-a-file'), 4)).toBeNull();
  expect(readFileSync(path, 'utf8')).toBe('12345');
});

test.each([false, true])(
  'a pipe, a socket, a folder and a device are none, and are not waited for; links %s',
  async (followLink) => {
    const server = createServer();
    await new Promise<void>((settle) => server.listen(join(scratch.path, 'socket'), settle));
    try {
      expect(spawnSync('mkfifo', [join(scratch.path, 'pipe')]).status).toBe(0);
      for (const other of ['pipe', 'socket', '.']) {
        expect(() => readRegular(join(scratch.path, other), 99, { followLink }), other).toThrow(
          failing('invalid-input'),
        );
      }
      expect(() => readRegular('/dev/zero', 99, { followLink })).toThrow(failing('invalid-input'));
    } finally {
      server.close();
    }
  },
);

test('a link is refused, or followed where that is asked for, and one to nowhere is not nothing then', () => {
  scratch.put('there', '1');
  symlinkSync('there', path);
  expect(() => readRegular(path, 9)).toThrow(failing('invalid-input'));
  expect(String(readRegular(path, 9, { followLink: true }))).toBe('1');
  for (const [name, target, code] of [
    ['lost', 'not-there', 'ENOENT'],
    ['ring', 'ring', 'ELOOP'],
  ] as const) {
    symlinkSync(target, join(scratch.path, name));
    expect(() => readRegular(join(scratch.path, name), 9)).toThrow(failing('invalid-input'));
    const follow = () => readRegular(join(scratch.path, name), 9, { followLink: true });
    expect(follow).toThrow(failing('not-authorized', code));
  }
});
