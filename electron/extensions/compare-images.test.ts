/** Real images, packed by mksquashfs and mkfs.erofs, in a real tree; what changed is what the folders say that they were made of. */
import { chmodSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import type { FileChanges } from '../../shared/model/file-changes.ts';
import { type CompareLimits, compareImages } from './compare-images.ts';
import { asExtension } from './inspection.ts';
import { createOwnReader } from './own-reader.ts';
import { mergeFor, ownMounts } from './target.ts';

const reader = createOwnReader();
let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('compare-images');
  scratch.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
});
afterEach(() => scratch.remove());

type Files = Readonly<Record<string, string>>;
type Pack = (folder: string, image: string) => void;
const squashfs: Pack = (folder, image) => makeSquashfs(folder, image);
const erofs: Pack = (folder, image) => run('mkfs.erofs', ['--quiet', '-zlz4', image, folder]);

/** @returns where the image is */
function make(version: string, files: Files, adapt: (folder: string) => void = () => {}, pack = squashfs): string {
  putExtension(scratch, `sources-${version}`, 'tool', 'ID=_any\n', files);
  const folder = join(scratch.path, `sources-${version}`, 'tool');
  adapt(folder);
  const image = join(scratch.path, `tool-${version}.raw`);
  pack(folder, image);
  return image;
}

async function compare(before: string, after: string, limits?: CompareLimits): Promise<FileChanges> {
  const target = { root: scratch.path, asSystemd: 257, mounts: ownMounts(scratch.path) };
  const system = await reader.system(target);
  const [old, fresh] = await Promise.all(
    [before, after].map(async (path) =>
      asExtension(await reader.inspect(path, 'sysext', mergeFor(system, 'sysext'), 'tool')),
    ),
  );
  if (old === undefined || fresh === undefined) throw new Error('not inspected');
  return limits === undefined
    ? reader.compare(target, system, old, fresh, null)
    : compareImages(target, system, old, fresh, null, limits);
}

const UNITS = 'usr/lib/systemd/system';
const OLD: Files = {
  'usr/bin/same': 'same',
  'usr/bin/longer': 'short',
  'usr/bin/other-bytes': 'one',
  'usr/bin/other-mode': 'mode',
  'usr/share/gone': 'gone',
  'etc/not-laid-over': 'one',
  [`${UNITS}/a.service`]: '[Service]\nExecStart=/usr/bin/one\n',
  [`${UNITS}/b.service`]: '[Service]\nExecStart=/usr/bin/same\n',
  [`${UNITS}/old.timer`]: '[Timer]\n',
};
const NEW: Files = {
  ...OLD,
  'usr/bin/longer': 'much longer',
  'usr/bin/other-bytes': 'two',
  'usr/share/new/one': '1',
  'usr/share/new/two': '2',
  'etc/not-laid-over': 'two',
  [`${UNITS}/a.service`]: '[Service]\nExecStart=/usr/bin/two\n',
  [`${UNITS}/b.service.d/10-more.conf`]: '[Service]\nNice=1\n',
  [`${UNITS}/fresh.service`]: '[Service]\nExecStart=/usr/bin/same\n',
};

test.each([
  ['squashfs', squashfs],
  ['erofs', erofs],
])('files of two images of %s: new, other in any way that shows, and gone', async (_, pack) => {
  const before = make('1', OLD, (folder) => symlinkSync('/usr/bin/same', join(folder, 'usr/bin/link')), pack);
  const { 'usr/share/gone': _gone, [`${UNITS}/old.timer`]: _timer, ...files } = NEW;
  const after = make(
    '2',
    files,
    (folder) => {
      symlinkSync('/usr/bin/longer', join(folder, 'usr/bin/link'));
      chmodSync(join(folder, 'usr/bin/other-mode'), 0o755);
    },
    pack,
  );
  const found = await compare(before, after);
  expect(found).toMatchObject({
    added: {
      count: 4,
      paths: [
        `/${UNITS}/b.service.d/10-more.conf`,
        `/${UNITS}/fresh.service`,
        '/usr/share/new/one',
        '/usr/share/new/two',
      ],
    },
    changed: {
      count: 5,
      paths: ['/usr/bin/link', '/usr/bin/longer', '/usr/bin/other-bytes', '/usr/bin/other-mode', `/${UNITS}/a.service`],
    },
    removed: { count: 2, paths: [`/${UNITS}/old.timer`, '/usr/share/gone'] },
    unsure: { count: 0 },
    units: { added: ['fresh.service'], changed: ['a.service', 'b.service'], removed: ['old.timer'] },
    problem: null,
  });
  expect(await compare(after, after)).toMatchObject({
    added: { count: 0 },
    changed: { count: 0 },
    removed: { count: 0 },
    unsure: { count: 0 },
  });
});

test('what is too much to compare may differ, the small ones are known; and not more is told than a person reads', async () => {
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`usr/share/many/${at}`, 'x']));
  const before = make('1', { ...many, 'usr/share/large': 'a'.repeat(5000), 'usr/share/small': 'a' });
  const after = make('2', { 'usr/share/large': 'b'.repeat(5000), 'usr/share/small': 'b' });
  const found = await compare(before, after, { files: 100, bytes: 4000, timeMs: 60_000 });
  expect(found).toMatchObject({
    changed: { paths: ['/usr/share/small'] },
    unsure: { count: 1, paths: ['/usr/share/large'] },
  });
  expect(found.removed.count).toBe(60);
  expect(found.removed.paths).toHaveLength(50);
  const [noTime, few] = [
    await compare(before, after, { files: 100, bytes: 1e6, timeMs: 0 }),
    await compare(before, after, { files: 1, bytes: 1e6, timeMs: 60_000 }),
  ];
  // Nothing is called the same that nobody looked at.
  expect(noTime).toMatchObject({ changed: { count: 0 }, unsure: { count: 3 } });
  expect(few).toMatchObject({ changed: { paths: ['/usr/share/small'] }, unsure: { count: 2 } });
});

test('an image that is cut has no files told of it, but the reason', async () => {
  const before = make('1', OLD);
  const after = make('2', NEW);
  truncateSync(after, 600);
  expect(await compare(before, after)).toMatchObject({
    added: { count: 0 },
    removed: { count: 0 },
    problem: { text: expect.stringContaining('cannot be compared') },
  });
});
