import { expect, test } from 'vitest';
import { openBytes } from '../source.ts';
import { ImageError } from '../tree.ts';
import { openLayers } from './layers.ts';

interface Made {
  readonly name: string;
  readonly type?: string;
  readonly content?: string;
  readonly link?: string;
  /** What the header says; else the length of the content. */
  readonly size?: number;
}

/** One entry of a tar file. */
function entry({ name, type = '0', content = '', link = '', size = content.length }: Made): Buffer {
  const head = Buffer.alloc(512);
  head.write(name, 0);
  head.write('0000755\0', 100);
  head.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  head.write(' '.repeat(8), 148);
  head.write(type, 156);
  head.write(link, 157);
  head.write('ustar\x0000', 257);
  head.write(
    `${head
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  const data = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  data.write(content);
  return Buffer.concat([head, data]);
}

const layer = (...made: readonly Made[]) => openBytes(Buffer.concat([...made.map(entry), Buffer.alloc(1024)]));

async function problemOf(...layers: readonly ReturnType<typeof layer>[]): Promise<string> {
  const error = await openLayers(layers).catch((thrown: unknown) => thrown);
  return error instanceof ImageError ? `${error.problem}: ${error.message}` : 'none';
}

test.each([
  ['a name that leads out', { name: 'usr/../../etc/passwd' }, 'unsupported: it has a name that no folder takes'],
  ['a hard link that leads out', { name: 'usr/x', type: '1', link: '../../etc/shadow' }, 'unsupported: it has a name'],
  ['a hard link to nothing', { name: 'usr/x', type: '1', link: 'etc/shadow' }, 'corrupt: a hard link leads to'],
  ['a device', { name: 'usr/x', type: '3' }, 'unsupported: usr/x is neither a file'],
  ['a pipe', { name: 'usr/x', type: '6' }, 'unsupported: usr/x is neither a file'],
  ['a kind that is not known', { name: 'usr/x', type: 'S' }, 'unsupported: usr/x is of a kind'],
  ['more than there is', { name: 'usr/x', size: 1_000_000 }, 'truncated: it ends before its data does'],
  ['long attributes', { name: 'x', type: 'x', content: 'x'.repeat(70_000) }, 'too-much: the attributes'],
  ['damaged attributes', { name: 'x', type: 'x', content: '99 path=usr\n' }, 'corrupt: the attributes'],
] as const)('%s is refused', async (_, made, problem) => {
  expect(await problemOf(layer(made))).toContain(problem);
});

test('nothing is put below a link, whatever it leads to', async () => {
  const link = { name: 'usr', type: '2', link: '/etc' };
  expect(await problemOf(layer(link, { name: 'usr/passwd', content: 'x' }))).toContain('goes through usr');
  expect(await problemOf(layer(link), layer({ name: 'usr/passwd', content: 'x' }))).toContain('goes through usr');
});

test('what is no tar file, and what holds nothing', async () => {
  expect(await problemOf(openBytes(Buffer.alloc(4096, 'x')))).toContain('corrupt');
  expect(await problemOf(layer({ name: 'README', content: 'x' }))).toContain('neither one image nor a folder');
  expect(await problemOf(layer({ name: 'a.raw' }, { name: 'b.raw' }))).toContain('neither one image nor a folder');
});

test('more names than any extension has end the reading', async () => {
  const one = entry({ name: 'usr/x', type: '5' });
  const many = Buffer.alloc(one.length * 300_001, one);
  expect(await problemOf(openBytes(many))).toContain('too-much');
});

test('folders that nothing but long paths names are counted as well', async () => {
  // 2,000 entries with 400 folders of their own each, which are no more than some MiB of tar.
  const deep = '/a'.repeat(400);
  const many = Array.from({ length: 2000 }, (_, at) => {
    const path = `usr/${at}${deep}/x`;
    const line = ` path=${path}\n`;
    const length = line.length + String(line.length + 3).length;
    return [{ name: 'x', type: 'x', content: `${length}${line}` }, { name: 'usr/x' }];
  });
  expect(await problemOf(layer(...many.flat()))).toContain('too-much');
});

test('the same bytes under many names count each time', async () => {
  const content = await openLayers([
    layer(
      { name: 'usr/a', content: 'x'.repeat(1000) },
      ...['b', 'c'].map((name) => ({ name: `usr/${name}`, type: '1', link: 'usr/a' })),
    ),
  ]);
  expect(content).toMatchObject({ kind: 'tree', bytes: 3000 });
});

test('a layer takes away what is below it, never what is its own, in whatever order', async () => {
  const content = await openLayers([
    layer({ name: './usr/a', content: 'old' }, { name: 'usr/d/one', content: '1' }),
    layer(
      { name: 'usr/a', content: 'new' },
      { name: 'usr/.wh.a' },
      { name: 'usr/d/two' },
      { name: 'usr/d/.wh..wh..opq' },
    ),
  ]);
  if (content.kind !== 'tree') throw new Error('it is no tree');
  const { tree } = content;
  const usr = await tree.child(await tree.root(), 'usr');
  if (usr === null) throw new Error('usr is not there');
  expect((await tree.list(usr)).map(({ name }) => name)).toEqual(['d', 'a']);
  const [folder, file] = (await tree.list(usr)).map(({ node }) => node);
  if (folder === undefined || file === undefined) throw new Error('something is missing');
  expect((await tree.list(folder)).map(({ name }) => name)).toEqual(['two']);
  expect((await tree.read(file, 0, file.size)).toString()).toBe('new');
});
