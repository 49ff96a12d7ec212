/** What is said of a file before it is installed. Hashes and sizes are those that sha256sum(1) and stat(1) tell. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../e2e/harness/programs.ts';
import { imageOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import { readSystem } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { examineFile, type ImageWishes } from './inspected-image.ts';
import { createTemporaryImages, type TemporaryImages } from './temporary-images.ts';

let scratch: Scratch;
let images: TemporaryImages;
beforeEach(() => {
  scratch = makeScratch('inspected');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  images = createTemporaryImages(join(scratch.path, 'incoming'));
});
afterEach(() => {
  images.close();
  scratch.remove();
});

const at = (path: string) => join(scratch.path, path);

async function examine(path: string, wishes: Partial<ImageWishes> = {}) {
  const tree = at('tree');
  const system = await readSystem({ root: tree, asSystemd: 257, mounts: ownMounts(tree) }, null);
  const all = { class: null, name: null, version: null, ...wishes };
  return examineFile(createOwnReader(), at(path), all, system, images, null);
}

const sha256 = (path: string) => run('sha256sum', [path]).slice(0, 64);

test('an image: what it is, whether it fits, its hash and its size', async () => {
  const release = 'ID=debian\nVERSION_ID=11\nSYSEXT_VERSION_ID=1.2\nARCHITECTURE=x86-64\n';
  scratch.put('tool-1.2-x86-64.raw', imageOf(scratch, { name: 'tool', release }));
  const file = at('tool-1.2-x86-64.raw');
  expect(await examine('tool-1.2-x86-64.raw')).toMatchObject({
    source: file,
    class: 'sysext',
    name: 'tool',
    renamedFrom: null,
    version: '1.2',
    architecture: 'x86-64',
    sha256: sha256(file),
    size: statSync(file).size,
    form: 'squashfs',
    // systemd-sysext of Debian 12 refuses it: VERSION_ID=11 is not 12 (os-release(5), sysext-level).
    verdict: { compatible: false },
  });
});

test('one that says no version has the beginning of its hash', async () => {
  scratch.put('tool.raw', imageOf(scratch, { name: 'tool' }));
  expect(await examine('tool.raw')).toMatchObject({ version: `0.${sha256(at('tool.raw')).slice(0, 12)}` });
});

test('it keeps the name of its release file, and another only where that is wished', async () => {
  scratch.put('download.raw', imageOf(scratch, { name: 'tool' }));
  expect(await examine('download.raw', { version: '7' })).toMatchObject({
    name: 'tool',
    renamedFrom: 'download',
    version: '7',
  });
  await expect(examine('download.raw', { name: '../up' })).rejects.toMatchObject({ code: 'invalid-input' });
});

test('a folder is packed, and the folder stays what it came from', async () => {
  putExtension(scratch, 'sources', 'loose', 'ID=_any\n', { 'usr/share/loose': 'x' });
  const { path, source, name, form, sha256: hash } = await examine('sources/loose');
  expect({ source, name, form }).toEqual({ source: at('sources/loose'), name: 'loose', form: 'squashfs' });
  expect(hash).toBe(sha256(path));
  expect(run('unsquashfs', ['-cat', path, 'usr/share/loose'])).toBe('x');
});

test('nothing is left of a folder that cannot be installed', async () => {
  putExtension(scratch, 'sources', 'loose', 'ID=_any\n');
  await expect(examine('sources/loose', { version: 'not one' })).rejects.toMatchObject({ code: 'invalid-input' });
  scratch.put('bare/usr/share/x', '');
  await expect(examine('bare')).rejects.toMatchObject({ code: 'invalid-input' });
  const left = existsSync(images.folder()) ? readdirSync(images.folder()) : [];
  expect(left).toEqual([]);
});

test('what is no image is told as what it is, and nothing waits for the other end of a pipe', async () => {
  scratch.put('empty.raw', '');
  await expect(examine('empty.raw')).rejects.toMatchObject({ code: 'image-broken' });
  await expect(examine('nowhere.raw')).rejects.toMatchObject({ code: 'not-found' });
  run('mkfifo', [at('pipe.raw')]);
  await expect(examine('pipe.raw')).rejects.toMatchObject({
    code: expect.stringMatching(/^(invalid-input|image-broken)$/),
  });
});
