import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identifyBytes } from './identify.ts';
import { openImage } from './open.ts';
import { openBytes } from './source.ts';
import { ImageError } from './tree.ts';

const tar = Buffer.alloc(1024);
tar.write('ustar', 257, 'latin1');

test.each([
  [gzipSync(Buffer.alloc(5000)), 'packed with gzip'],
  [Buffer.from('\xfd7zXZ\0rest', 'latin1'), 'packed with xz'],
  [Buffer.from('\x28\xb5\x2f\xfdrest', 'latin1'), 'packed with zstd'],
  [tar, 'a tar archive'],
  [Buffer.from('\x7fELF\x02\x01'), 'a program or library (ELF)'],
  [Buffer.from('\n<!DOCTYPE html><title>Not found'), 'a web page'],
  [Buffer.from('Not Found\n'), 'plain text'],
  [Buffer.from('version https://git-lfs.github.com/spec/v1\n'), 'a pointer of Git LFS'],
  [Buffer.alloc(4000), 'filled with zeroes at its start'],
])('names what is no image', async (bytes, what) => {
  expect(await openImage(openBytes(bytes))).toMatchObject({
    kind: 'nothing',
    what: { text: what },
    nextStep: { text: expect.stringMatching(/\.$|raw$|pull$|FILE$/) },
  });
});

test('takes no file without bytes for anything else', async () => {
  expect(await openImage(openBytes(Buffer.alloc(0)))).toEqual({ kind: 'empty' });
});

test('takes two sectors for no image, whatever is in them', async () => {
  const image = Buffer.alloc(1535, 'hsqs', 'latin1');
  expect(await openImage(openBytes(image))).toMatchObject({ kind: 'refused', errno: 'ENOPKG' });
});

test('tells the label and the size of btrfs', async () => {
  const image = Buffer.alloc(1 << 17);
  image.write('_BHRfS_M', 65_600, 'latin1');
  image.writeBigUInt64LE(123_456n, 65_536 + 112);
  image.write('data', 65_536 + 299, 'latin1');
  expect(await openImage(openBytes(image))).toEqual({
    kind: 'unreadable-form',
    errno: null,
    form: 'btrfs',
    name: 'btrfs “data” of 123456 bytes',
  });
});

test('has a word for any bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 3000 }), async (bytes) => {
      const source = openBytes(Buffer.from(bytes));
      expect((await identifyBytes(source)).what).not.toBe('');
      try {
        expect((await openImage(source)).kind).toBeTypeOf('string');
      } catch (error) {
        expect(error).toBeInstanceOf(ImageError);
      }
    }),
  );
});
