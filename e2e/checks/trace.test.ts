/** What is counted in what strace writes, in the forms of strace 6.1. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { createTrace } from '../run/trace.ts';

let scratch: Scratch;
let file: string;
beforeEach(() => {
  scratch = makeScratch('trace');
  file = join(scratch.path, 'trace');
});
afterEach(() => scratch.remove());

const LISTING = 'openat(AT_FDCWD, "/tree/var/lib/extensions", O_RDONLY|O_NONBLOCK|O_CLOEXEC|O_DIRECTORY';
const IMAGE = 'openat(AT_FDCWD, "/tree/var/lib/extensions/a.raw", O_RDONLY|O_CLOEXEC';
const started = [
  '355   execve("/node", ["/node", "/dist/cli.cjs", "serve"], 0x7ffd /* 9 vars */) = 0',
  '366   execve("/node", ["/node", "/dist/guarded-reader.cjs"], 0x7ffd /* 9 vars */) = 0',
];
const count = (lines: readonly string[], mark = 0) => {
  writeFileSync(file, [...started, ...lines, ''].join('\n'));
  return createTrace(file, '/tree', 3).since(mark);
};

test('a reading counts once, also where another thread comes between', () => {
  const whole = `366   ${LISTING}) = 22`;
  const parts = [
    `366   ${LISTING} <unfinished ...>`,
    '355   openat(AT_FDCWD, "/etc", O_RDONLY) = 3',
    '366   <... openat resumed>) = 22',
  ];
  expect(count([whole, whole, whole])).toMatchObject({ readings: 1 });
  expect(count([whole, ...parts, whole])).toMatchObject({ readings: 1 });
  expect(count([whole, whole])).toMatchObject({ readings: 0 });
});

test('an image that was not there was not opened, whenever that is told', () => {
  expect(count([`355   ${IMAGE}) = 7`])).toMatchObject({ server: 1 });
  expect(count([`355   ${IMAGE}) = -1 ENOENT (No such file or directory)`])).toMatchObject({ server: 0 });
  const resumed = '355   <... openat resumed>) = -1 ENOENT (No such file or directory)';
  expect(count([`355   ${IMAGE} <unfinished ...>`, resumed])).toMatchObject({ server: 0 });
});

test('a thread is its process, also where its start is told in parts', () => {
  const clone = 'clone3({flags=CLONE_VM|CLONE_FS|CLONE_THREAD|CLONE_SYSVSEM, stack_size=0x7fff00}';
  const lines = [`366   ${clone} <unfinished ...>`, '366   <... clone3 resumed> => {parent_tid=[370]}, 88) = 370'];
  expect(count([...lines, `370   ${IMAGE}) = 7`])).toMatchObject({ server: 0, readers: 1 });
});

test('what was written before a mark is not counted', () => {
  expect(count([`355   ${IMAGE}) = 7`, `355   ${IMAGE}) = 8`], 3)).toMatchObject({ server: 1 });
});
