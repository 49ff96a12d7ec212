/** Zip files that Info-ZIP and Python made, and what is done to them. */
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import { openFile, withBudget } from '../source.ts';
import { ImageError } from '../tree.ts';
import { unpackZip } from './zip.ts';

let scratch: Scratch;
const at = (path: string) => `${scratch.path}/${path}`;
beforeEach(() => {
  scratch = makeScratch('zip');
});
afterEach(() => scratch.remove());

async function unpack(path: string, most = 1e9) {
  const source = withBudget(openFile(path));
  const entries = await unpackZip(source, path, at('content'), most).finally(() => source.close());
  const bytes = readFileSync(at('content'));
  return entries.map(({ path, type, mode, size, offset, target }) => ({
    path: path.join('/'),
    type,
    mode,
    content: target === '' ? bytes.toString('utf8', offset, offset + size) : target,
  }));
}

const problemOf = async (path: string, most?: number) => {
  const error = await unpack(path, most).catch((thrown: unknown) => thrown);
  expect(existsSync(at('content')), 'nothing is left').toBe(false);
  return error instanceof ImageError ? `${error.problem}: ${error.message}` : String(error);
};

/** A zip file by Python's own writer. @param lines what is put into `z` */
const python = (...lines: string[]) =>
  run('python3', [
    '-c',
    ['import sys, zipfile', 'z = zipfile.ZipFile(sys.argv[1], "w")', ...lines].join('\n'),
    at('it.zip'),
  ]);
const entry = (name: string, mode: string) => [
  `i = zipfile.ZipInfo("${name}")`,
  'i.create_system = 3',
  `i.external_attr = ${mode} << 16`,
  'z.writestr(i, "content")',
];

test.each([[[]], [['-0']], [['-fz']]])('what Info-ZIP packs with %j', async (options) => {
  scratch.put('tool/run', '#!/bin/sh\n'.repeat(100), 0o755);
  scratch.put('tool/Größe', '');
  symlinkSync('run', at('tool/link'));
  mkdirSync(at('tool/empty'), 0o700);
  run('zip', ['-q', '-y', '-r', ...options, 'it.zip', 'tool'], { cwd: scratch.path });
  const found = await unpack(at('it.zip'));
  expect(new Set(found)).toEqual(
    new Set([
      { path: 'tool', type: 'directory', mode: 0o755, content: '' },
      { path: 'tool/run', type: 'file', mode: 0o755, content: '#!/bin/sh\n'.repeat(100) },
      { path: 'tool/Größe', type: 'file', mode: 0o644, content: '' },
      { path: 'tool/link', type: 'symlink', mode: 0o777, content: 'run' },
      { path: 'tool/empty', type: 'directory', mode: 0o700, content: '' },
    ]),
  );
});

test('the name of a unit keeps its backslash, as Python and Windows pack it', async () => {
  python(
    ...entry('a\\\\x2db.mount', '0o100644'),
    'i = zipfile.ZipInfo("é")',
    'i.create_system = 0',
    'z.writestr(i, "x")',
  );
  expect((await unpack(at('it.zip'))).map(({ path }) => path)).toEqual(['a\\x2db.mount', 'é']);
});

test('one that was written as a stream, with its sizes behind the data', async () => {
  scratch.put('run', 'x'.repeat(1000));
  run('sh', ['-c', 'zip -q - run | cat >it.zip'], { cwd: scratch.path });
  expect(await unpack(at('it.zip'))).toMatchObject([{ path: 'run', content: 'x'.repeat(1000) }]);
});

test.each([
  ['a path that leads out', entry('../x', '0o100644'), 'unsupported: it has a name that no folder takes'],
  ['a device', entry('null', '0o020666'), 'unsupported: null is neither a file'],
  ['a link without an end', entry('x/', '0o120777'), 'unsupported: x/ is neither'],
  ['a name twice', [...entry('x', '0o100644'), ...entry('x', '0o100755')], 'corrupt: x is in it twice'],
  ['a packing of its own', ['z.writestr("x", "y" * 999, zipfile.ZIP_LZMA)'], 'unsupported: x is packed in a way'],
])('%s is refused', async (_, lines, problem) => {
  python(...lines);
  expect(await problemOf(at('it.zip'))).toContain(problem);
});

test('a bomb is not unpacked to its end, whatever it says of itself', async () => {
  python('z.writestr("zeros", bytes(4_000_000), zipfile.ZIP_DEFLATED)');
  expect(await problemOf(at('it.zip'), 1_000_000)).toContain('too-large: ');
  const bytes = readFileSync(at('it.zip'));
  // Its size in the list.
  bytes.writeUInt32LE(1000, bytes.indexOf('PK\x01\x02') + 24);
  scratch.put('lies.zip', bytes);
  expect(await problemOf(at('lies.zip'), 1_000_000)).toContain('too-large: it unpacks to more than 1000 bytes');
});

test('encrypted, cut, damaged, and with two stories of one entry', async () => {
  scratch.put('tool', 'secret '.repeat(50));
  run('zip', ['-q', '-P', 'word', 'secret.zip', 'tool'], { cwd: scratch.path });
  expect(await problemOf(at('secret.zip'))).toBe('unsupported: tool is encrypted');
  run('zip', ['-q', '-0', 'it.zip', 'tool'], { cwd: scratch.path });
  const whole = readFileSync(at('it.zip'));
  scratch.put('cut.zip', whole.subarray(0, -30));
  expect(await problemOf(at('cut.zip'))).toContain('truncated: ');
  const damaged = Buffer.from(whole);
  damaged.write('S', whole.indexOf('secret'));
  scratch.put('damaged.zip', damaged);
  expect(await problemOf(at('damaged.zip'))).toContain('corrupt: tool is damaged');
  const other = Buffer.from(whole);
  other.write('fool', 30);
  scratch.put('other.zip', other);
  expect(await problemOf(at('other.zip'))).toContain('corrupt: an entry is another');
});

test('a list at a place that no file has', async () => {
  scratch.put('tool', 'x');
  run('zip', ['-q', '-fz', 'it.zip', 'tool'], { cwd: scratch.path });
  const bytes = readFileSync(at('it.zip'));
  // Where the end of zip64 is, by its locator (4.3.15 of APPNOTE.TXT).
  const locator = Buffer.alloc(20, 0xff);
  locator.write('PK\x06\x07', 'latin1');
  scratch.put('far.zip', Buffer.concat([bytes.subarray(0, -22), locator, bytes.subarray(-22)]));
  expect(await problemOf(at('far.zip'))).toMatch(/^(corrupt|truncated): /);
});

test('whatever becomes of its bytes, it is read or told as broken', async () => {
  scratch.put('tool', 'x'.repeat(200));
  run('zip', ['-q', '-fz', 'it.zip', 'tool'], { cwd: scratch.path });
  const whole = readFileSync(at('it.zip'));
  for (let place = 0; place < whole.length; place++) {
    const bytes = Buffer.from(whole);
    bytes[place] = bytes[place] === 0xff ? 0 : 0xff;
    scratch.put('broken.zip', bytes);
    rmSync(at('content'), { force: true });
    await unpack(at('broken.zip')).catch((error: unknown) => expect(error).toBeInstanceOf(ImageError));
  }
});
