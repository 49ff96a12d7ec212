/** A closer look into real images, in this process as the command line has it: text, partitions, verity, lists, folders. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { piecesOf } from '../../e2e/harness/pieces.ts';
import { hashOf, imageOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import type { VerityProgress } from '../../shared/model/inspection.ts';
import { movedAsideDirectory } from '../../shared/systemd/masking.ts';
import { listEntries } from './listing.ts';
import { lookInside } from './look-inside.ts';
import { createOwnReader } from './own-reader.ts';
import type { System, Target } from './system.ts';
import { ownMounts } from './target.ts';

/** Made by systemd-repart (see README.md beside it): a root file system with verity and a signature. */
const DISK = gunzipSync(readFileSync(new URL('../../e2e/fixtures/images/fixture-ddi.raw.gz', import.meta.url)));

const reader = createOwnReader();
let scratch: Scratch;
let target: Target;
beforeEach(() => {
  scratch = makeScratch('image-details');
  scratch.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  mkdirSync(join(scratch.path, 'var/lib/extensions'), { recursive: true });
  target = { root: scratch.path, asSystemd: 257, mounts: ownMounts(scratch.path) };
});
afterEach(() => scratch.remove());

const entryOf = ({ extensions }: System, name: string) => {
  const found = extensions.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} is not there`);
  return found;
};

async function verify(name: string): Promise<VerityProgress | undefined> {
  const system = await reader.system(target);
  let last: VerityProgress | undefined;
  for await (last of reader.verify(target, system, entryOf(system, name), null));
  return last;
}

test('a disk image has its partitions told, and every block of it checked', async () => {
  scratch.put('var/lib/extensions/disk.raw', DISK);
  const system = await reader.system(target);
  const disk = await reader.disk(target, system, entryOf(system, 'disk'), null);
  expect(disk?.partitions.map(({ number, size }) => [number, size > 0])).toEqual([
    [1, true],
    [2, true],
    [3, true],
  ]);
  expect(disk?.verity).toMatchObject([{ algorithm: 'sha256', rootHash: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  const intact = await verify('disk');
  expect(intact).toMatchObject({ intact: true, failure: null, done: intact?.total });
});

test('one bit of its data that is another is found', async () => {
  scratch.put('var/lib/extensions/disk.raw', DISK);
  const system = await reader.system(target);
  const tree = { hostPath: join(scratch.path, 'var/lib/extensions/disk.raw'), kind: 'image' } as const;
  const files = await lookInside(tree, system.release, async (inside) => await piecesOf(listEntries(inside, '')));
  const release = files.find(({ path }) => path.includes('extension-release.d/'));
  expect(release).toMatchObject({ type: 'file', uid: 0, gid: 0, target: null });
  // Of the text of a file, wherever the file system put it.
  const text = await reader.file(target, system, entryOf(system, 'disk'), release?.path ?? '');
  const at = DISK.indexOf(text.text ?? '\0');
  expect(at).toBeGreaterThan(0);
  const bytes = Buffer.from(DISK);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(tree.hostPath, bytes);
  expect(await verify('disk')).toMatchObject({ intact: false, failure: { text: expect.any(String) } });
});

test('what has no verity, or is gone, says so', async () => {
  scratch.put('var/lib/extensions/tool.raw', imageOf(scratch, { name: 'tool' }));
  const said = { id: 'extension.bare-file-system-has-no-verity', values: { form: 'squashfs' } };
  await expect(verify('tool')).rejects.toMatchObject({ code: 'unsupported', said });
  const system = await reader.system(target);
  expect(await reader.disk(target, system, entryOf(system, 'tool'), null)).toBeNull();
  const gone = { ...entryOf(system, 'tool'), realPath: '/var/lib/extensions/gone.raw' };
  await expect(reader.file(target, system, gone, 'usr/x')).rejects.toMatchObject({ code: 'not-found' });
});

test('texts are told as such, of what is none the hash, and folders are no files', async () => {
  const files = { 'usr/share/text': 'Grüße\n', 'usr/share/long': 'x'.repeat(2 ** 20 + 5) };
  scratch.put('var/lib/extensions/tool.raw', imageOf(scratch, { name: 'tool', files }));
  putExtension(scratch, 'var/lib/extensions', 'folder', 'ID=_any\n');
  scratch.put('var/lib/extensions/folder/usr/share/bytes', Buffer.from([0x7f, 0x45, 0, 0xff]));
  const large = Buffer.alloc(2 ** 21 + 7);
  scratch.put('var/lib/extensions/folder/usr/share/large', large);
  const system = await reader.system(target);
  const read = (name: string, path: string) => reader.file(target, system, entryOf(system, name), path);
  expect(await read('tool', 'usr/share/text')).toMatchObject({ text: 'Grüße\n', size: 8, truncated: false });
  expect(await read('tool', 'usr/share/long')).toMatchObject({ size: 2 ** 20 + 5, truncated: true });
  expect(await read('folder', 'usr/share/bytes')).toMatchObject({ text: null, size: 4 });
  expect(await read('tool', 'usr/share/text')).toMatchObject({ sha256: null });
  expect(await read('folder', 'usr/share/large')).toMatchObject({ text: null, sha256: hashOf(large) });
  await expect(read('tool', 'usr/share')).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(read('tool', 'usr/nothing')).rejects.toMatchObject({ code: 'not-found' });
});

test('a whole tree is listed below a path, and unpacked with what it holds', async () => {
  const image = join(scratch.path, 'tool.raw');
  scratch.put('tool.raw', imageOf(scratch, { name: 'tool', files: { 'usr/share/a': 'a', 'usr/shared': 'b' } }));
  const { release } = await reader.system(target);
  const list = (below: string) =>
    lookInside({ hostPath: image, kind: 'image' }, release, async (tree) =>
      (await piecesOf(listEntries(tree, below))).map(({ path }) => path),
    );
  expect(await list('/usr/share/')).toEqual(['usr/share', 'usr/share/a', 'usr/share/tool']);
  await expect(list('opt')).rejects.toMatchObject({ code: 'not-found' });
  expect(await reader.unpack(image, join(scratch.path, 'unpacked'))).toBe(true);
  expect(readFileSync(join(scratch.path, 'unpacked/usr/share/a'), 'utf8')).toBe('a');
  scratch.put('none.raw', 'This is no image.');
  expect(await reader.unpack(join(scratch.path, 'none.raw'), join(scratch.path, 'nothing'))).toBe(false);
  await expect(list('')).resolves.toContain('usr/shared');
  const broken = { hostPath: join(scratch.path, 'none.raw'), kind: 'image' } as const;
  await expect(lookInside(broken, release, async () => 0)).rejects.toMatchObject({ code: 'image-broken' });
});

test('what was moved aside is told with what a merge would have of it, whatever it is', async () => {
  const aside = movedAsideDirectory('/var/lib/extensions').slice(1);
  putExtension(scratch, aside, 'folder', 'ID=_any\n');
  scratch.put(`${aside}/tool.raw`, imageOf(scratch, { name: 'tool' }));
  scratch.put(`${aside}/other.raw`, imageOf(scratch, { name: 'other', release: 'ID=fedora\nVERSION_ID=41\n' }));
  scratch.put(`${aside}/page.raw`, 'This is no image.');
  symlinkSync('/nowhere.raw', join(scratch.path, aside, 'gone.raw'));
  const { movedAside } = await reader.system(target);
  expect(movedAside.map(({ name, path, verdict }) => [name, path, verdict.compatible])).toEqual([
    ['folder', '/var/lib/extensions/folder', true],
    ['gone', '/var/lib/extensions/gone.raw', false],
    ['other', '/var/lib/extensions/other.raw', false],
    ['page', '/var/lib/extensions/page.raw', false],
    ['tool', '/var/lib/extensions/tool.raw', true],
  ]);
});
