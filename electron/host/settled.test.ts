import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRoot, openMountNamespace } from '../../e2e/harness/mount-namespace.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { isSettled } from './settled.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('settled');
  mkdirSync(join(scratch.path, 'above/folder'), { recursive: true, mode: 0o755 });
});
afterEach(() => scratch.remove());

const at = (path: string) => join(scratch.path, path);

test('what is ours is settled, also below a folder in which others may only add', () => {
  expect(isSettled(at('above/folder'))).toBe(true);
  chmodSync(at('above'), 0o1777);
  expect(isSettled(at('above/folder'))).toBe(true);
  expect(isSettled(at('above'))).toBe(false);
});

test.each([0o775, 0o757, 0o777])('what others may change is not, nor what is below it: %i', (mode) => {
  chmodSync(at('above/folder'), mode);
  expect(isSettled(at('above/folder'))).toBe(false);
  chmodSync(at('above/folder'), 0o755);
  chmodSync(at('above'), mode);
  expect(isSettled(at('above/folder'))).toBe(false);
});

test('neither is what a symlink leads to, what is no folder, or what is not there', () => {
  symlinkSync('above', at('link'));
  scratch.put('file', '');
  for (const path of ['link', 'link/folder', 'file', 'missing', 'above/missing'])
    expect(isSettled(at(path))).toBe(false);
});

test.runIf(isRoot)('for root, only what is root’s is', () => {
  chownSync(at('above'), 1, 1);
  expect(isSettled(at('above/folder'))).toBe(false);
  chownSync(at('above'), 0, 0);
  chownSync(at('above/folder'), 1, 1);
  expect(isSettled(at('above/folder'))).toBe(false);
});

const FUSE = fileURLToPath(new URL('../../e2e/harness/fuse-of-root.py', import.meta.url));
const ASK = `
  import { lstatSync } from 'node:fs';
  import { isOursAlone, isSettled } from '${new URL('./settled.ts', import.meta.url)}';
  const [folder] = process.argv.slice(1);
  console.log(lstatSync(folder).uid, isOursAlone(lstatSync(folder)), isSettled(folder));
`;

test.runIf(isRoot && existsSync('/dev/fuse'))(
  'a file system that only says to be root’s is not, whoever mounted it (needs root and /dev/fuse)',
  async () => {
    const namespace = await openMountNamespace();
    const [program = '', ...args] = [...namespace.enter, 'python3', FUSE, at('above/folder')];
    const server = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(server.stdout, 'data');
      const ask = ['--no-warnings', '--input-type=module', '--eval', ASK, at('above/folder')];
      expect(namespace.run(process.execPath, ...ask)).toEqual({ status: 0, output: '0 true false\n' });
    } finally {
      server.kill('SIGKILL');
      await once(server, 'close');
      namespace.close();
    }
  },
);
