import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { accountIn, accountOf } from './accounts.ts';

const PASSWD = 'root:x:0:0:root:/root:/bin/bash\nanna:x:1000:1000:Anna,,,:/home/anna:/bin/sh\n';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('accounts');
});
afterEach(() => tree.remove());

test.each<[string, string, string | null]>([
  ['a line', PASSWD, 'anna'],
  ['the first of several', `${PASSWD}bert:x:1000:1000::/:\n`, 'anna'],
  ['a machine account', 'host$:x:1000:1000::/:', 'host$'],
  ['no line', 'root:x:0:0::/:\n', null],
  ['nothing', '', null],
  ['a line of a name service', '+::1000:::\n+:x:1000::::\n', null],
  ['a name that would draw on a terminal', '\u001b[2J:x:1000:1000::/:\n', null],
  ['a name that lays out as another', 'a (0) <b>:x:1000:1000::/:\n', null],
  ['a number that is none', 'anna:x:1e3:1000::/:\nbert:x:0x3e8:1::/:\ncarl:x: 1000:1::/:\n', null],
  ['a damaged line before', `anna\n:::\n${PASSWD}`, 'anna'],
])('%s', (_, passwd, name) => {
  expect(accountIn(passwd, 1000)).toBe(name);
});

test('the file of the host below the root is read, and nothing else for it', () => {
  expect(accountOf(tree.path, 1000)).toBe(null);
  tree.put('etc/passwd', PASSWD);
  expect([0, 1000, 1001].map((uid) => accountOf(tree.path, uid))).toEqual(['root', 'anna', null]);
  tree.put('etc/passwd', `${PASSWD}#${' '.repeat(1024 * 1024)}`);
  expect(accountOf(tree.path, 1000)).toBe(null);
  rmSync(join(tree.path, 'etc/passwd'));
  // A link of a tree leads nowhere but into the tree.
  tree.put('outside', PASSWD);
  symlinkSync('/usr/lib/passwd', join(tree.path, 'etc/passwd'));
  expect(accountOf(tree.path, 0)).toBe(null);
  tree.put('usr/lib/passwd', PASSWD);
  expect(accountOf(tree.path, 1000)).toBe('anna');
  rmSync(join(tree.path, 'etc/passwd'));
  mkdirSync(join(tree.path, 'etc/passwd'));
  expect(accountOf(tree.path, 1000)).toBe(null);
});
