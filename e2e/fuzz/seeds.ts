/** Good images, programs and packed data of every kind that is read, as the tools of their formats make them. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync, deflateSync, gunzipSync, zstdCompressSync } from 'node:zlib';
import { run } from '../harness/programs.ts';
import { putExtension, type Scratch } from '../harness/scratch.ts';
import type { Target } from './targets.ts';

export interface Seed {
  readonly name: string;
  readonly target: Target;
  readonly bytes: Buffer;
}

const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));

function makeFolder(scratch: Scratch): string {
  putExtension(scratch, 'seeds', 'x', 'ID=_any\n', {
    'usr/bin/tool': '#!/bin/sh\n',
    'usr/lib/text': Array.from({ length: 3000 }, (_, at) => `line ${at}\n`).join(''),
    'usr/lib/zeroes': '\0'.repeat(9000),
    'usr/lib/systemd/system/x.service': '[Service]\nExecStart=true\n',
  });
  const folder = join(scratch.path, 'seeds/x');
  symlinkSync('../lib/text', join(folder, 'usr/bin/link'));
  for (let at = 0; at < 40; at++) scratch.put(`seeds/x/usr/share/many/name-${at}`, `${at}\n`);
  const release = join(folder, 'usr/lib/extension-release.d/extension-release.x');
  run('setfattr', ['-n', 'user.extension-release.strict', '-v', 'false', release]);
  run('setfattr', ['-n', 'user.long', '-v', 'v'.repeat(300), join(folder, 'usr/lib/text')]);
  return folder;
}

function packed(scratch: Scratch, text: Buffer): Seed[] {
  const file = join(scratch.path, 'text');
  scratch.put('text', text);
  const xz = (...options: string[]) => {
    const { stdout, status } = spawnSync('xz', ['--stdout', ...options, file], { maxBuffer: 1 << 24 });
    if (status !== 0) throw new Error('xz failed');
    return stdout;
  };
  // What squashfs and erofs hold of these is in their images; here they stand alone.
  const lzma = xz('--format=lzma');
  const micro = Buffer.concat([Buffer.from([~(lzma[0] ?? 0) & 0xff]), lzma.subarray(14)]);
  return [
    { name: 'xz', target: 'xz', bytes: xz('--check=crc32') },
    { name: 'xz in blocks', target: 'xz-file', bytes: xz('--check=crc64', '--block-size=4096', '-T2') },
    { name: 'lzma', target: 'lzma', bytes: lzma },
    { name: 'microlzma', target: 'microlzma', bytes: micro },
    { name: 'gzip', target: 'gzip', bytes: deflateSync(text) },
    { name: 'deflate', target: 'deflate', bytes: deflateRawSync(text) },
    { name: 'zstd', target: 'zstd', bytes: zstdCompressSync(text) },
    { name: 'zstd without Node', target: 'zstd-portable', bytes: zstdCompressSync(text) },
    // The first blocks of files that lz4 and lzo packed, found behind the superblock of an image with one file.
    ...(['lz4', 'lzo'] as const).map((comp) => ({ name: comp, target: comp, bytes: blockOf(scratch, comp, text) })),
  ];
}

/** The first block of data that mksquashfs packed. */
function blockOf(scratch: Scratch, comp: string, text: Buffer): Buffer {
  const folder = join(scratch.path, `one-${comp}`);
  mkdirSync(folder);
  scratch.put(`one-${comp}/text`, text.subarray(0, 65_536));
  const image = join(scratch.path, `one-${comp}.raw`);
  const options = ['-comp', comp, '-b', '65536', '-noI', '-no-fragments', '-quiet', '-no-progress', '-noappend'];
  run('mksquashfs', [folder, image, ...options]);
  const bytes = readFileSync(image);
  // lz4 keeps its options behind the superblock; inodes are not packed, and a file's first size follows its 32 bytes.
  const inodes = Number(bytes.readBigUInt64LE(64)) + 2;
  const start = bytes.readUInt32LE(inodes + 16);
  return Buffer.from(bytes.subarray(start, start + (bytes.readUInt32LE(inodes + 32) & 0xffffff)));
}

/** Makes all seeds; takes a second or two. */
export function makeSeeds(scratch: Scratch): Seed[] {
  const folder = makeFolder(scratch);
  const make = (name: string, program: string, ...args: string[]): Seed => {
    const image = join(scratch.path, `${name}.raw`);
    run(
      program,
      args.map((arg) => (arg === '@' ? image : arg === '%' ? folder : arg)),
    );
    return { name, target: 'image', bytes: readFileSync(image) };
  };
  const squash = (name: string, ...options: string[]) =>
    make(`squashfs-${name}`, 'mksquashfs', '%', '@', ...options, '-quiet', '-no-progress', '-noappend');
  const erofs = (name: string, ...options: string[]) =>
    make(`erofs-${name}`, 'mkfs.erofs', '--quiet', ...options, '@', '%');
  const ext = (name: string, ...options: string[]) =>
    make(name, 'mke2fs', '-q', '-b', '1024', '-N', '128', ...options, '-d', '%', '@', '400k');
  const image = (name: string): Seed => ({ name, target: 'image', bytes: fixture(`images/${name}.raw`) });
  const program = join(scratch.path, 'program');
  copyFileSync(realpathSync('/bin/ls'), program);
  const text = readFileSync(join(folder, 'usr/lib/text'));
  const blocks = Buffer.concat(Array.from({ length: 17 }, (_, at) => Buffer.alloc(512, at % 251)));
  return [
    // What is not packed shows its numbers, and so is where structure is changed most.
    squash('plain', '-noI', '-noD', '-noF', '-noX', '-b', '4096'),
    squash('plain-tails', '-noI', '-noD', '-noF', '-noX', '-always-use-fragments'),
    ...['gzip', 'xz', 'zstd', 'lz4', 'lzo', 'lzma'].map((comp) => squash(comp, '-comp', comp)),
    erofs('plain'),
    erofs('lz4', '-zlz4hc', '-C65536', '-Efragments,ztailpacking'),
    erofs('full', '-zlz4', '-Elegacy-compress'),
    erofs('chunks', '--chunksize=4096'),
    ...['erofs-zstd', 'erofs-deflate', 'erofs-lzma', 'erofs-prefix'].map(image),
    ext('ext4', '-t', 'ext4', '-O', '^has_journal'),
    ext('ext2', '-t', 'ext2'),
    ext('inline', '-t', 'ext4', '-O', 'inline_data,^has_journal'),
    { name: 'gpt', target: 'image', bytes: gunzipSync(fixture('images/fixture-ddi.raw.gz')) },
    { name: 'elf', target: 'elf', bytes: readFileSync(program) },
    { name: 'verity', target: 'verity', bytes: Buffer.concat([blocks, fixture('verity/17.hashes')]) },
    ...packed(scratch, text),
  ];
}

const SECTOR = 512;

/** Counts the checksums of a GPT header and its table anew, so that what is changed below them is looked at. */
export function repair(bytes: Buffer): void {
  if (bytes.length < 4 * SECTOR || bytes.toString('latin1', SECTOR, SECTOR + 8) !== 'EFI PART') return;
  const header = bytes.subarray(SECTOR, 2 * SECTOR);
  const start = Number(header.readBigUInt64LE(72)) * SECTOR;
  const length = header.readUInt32LE(80) * header.readUInt32LE(84);
  if (start + length <= bytes.length) header.writeUInt32LE(crc32(bytes.subarray(start, start + length)), 88);
  header.writeUInt32LE(0, 16);
  header.writeUInt32LE(crc32(header.subarray(0, Math.min(header.readUInt32LE(12), SECTOR))), 16);
}
