/** However deep the folders are that a host tells of, taking them in costs no more than what it sent. */
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { createByteStream } from './byte-stream.ts';
import { readPicture } from './picture.ts';

const told = (records: readonly string[]) =>
  readPicture(
    createByteStream(
      Readable.from([
        Buffer.from(
          ['begin\u00001', 'host\0h\0x86_64\x006\x000', ...records, 'end', ''].join('\0word\0').replace(/^/, 'word\0'),
          'latin1',
        ),
      ]),
      () => {},
    ),
    'word',
    () => {},
  );

test('what stands above without being told is a folder, and nothing stands in what is none', async () => {
  const { nodes } = await told(['name\0/a/b/c', 'link\0/a/l\0/x', 'name\0/a/l/in/it', 'name\0/a/b/c/d', 'dir\0/a/b']);
  expect([...nodes].map(([path, { kind }]) => [path, kind])).toEqual([
    ['/a', 'dir'],
    ['/a/b', 'dir'],
    ['/a/b/c', 'name'],
    ['/a/l', 'link'],
  ]);
});

// Looked at from each folder anew, these 90 kB took minutes.
test('folders as deep as a path can be', async () => {
  const deep = (top: string) => `name\0/${top}${'/a'.repeat(1500)}`;
  const { nodes } = await told(Array.from({ length: 30 }, (_, at) => deep(String(at))));
  expect(nodes.size).toBe(30 * 1501);
});
