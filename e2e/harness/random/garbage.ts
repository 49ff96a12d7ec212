/** Files that are no images, and disks with odd partitions. */
import { gzipSync } from 'node:zlib';
import type { FileSystem, Partition, Tree } from '../trees/description.ts';
import type { Chance } from './chance.ts';
import { asUsrPartition } from './contents.ts';

const FILE_SYSTEMS: readonly FileSystem[] = ['squashfs', 'erofs', 'ext4'];

export function randomFileSystem(chance: Chance): FileSystem {
  return chance.pick(['squashfs', 'squashfs', 'squashfs', 'erofs', 'erofs', 'ext4'] as const);
}

/** Bytes of a file that is called an image and is none. */
export function randomGarbage(chance: Chance): { readonly shape: string; readonly bytes: Buffer } {
  const noise = Buffer.from(Array.from({ length: 4096 }, () => chance.below(256)));
  const made: Readonly<Record<string, () => Buffer>> = {
    empty: () => Buffer.alloc(0),
    zeros: () => Buffer.alloc(8192),
    noise: () => noise,
    text: () => Buffer.from('not an image\n'),
    page: () => Buffer.from('<!doctype html><title>404</title>'),
    gzip: () => gzipSync(Buffer.from('x'.repeat(2000))),
    zip: () => Buffer.concat([Buffer.from('PK\u0003\u0004'), noise]),
    // The magic alone, in front of rubbish.
    'squashfs-magic': () => Buffer.concat([Buffer.from('hsqs'), noise]),
    'erofs-magic': () => Buffer.concat([Buffer.alloc(1024), Buffer.from('e2e1f5e0', 'hex'), noise]),
    'ext-magic': () => Buffer.concat([Buffer.alloc(1080), Buffer.from('53ef', 'hex'), noise]),
    'luks-magic': () => luks(),
    'gpt-magic': () => Buffer.concat([Buffer.alloc(512), Buffer.from('EFI PART'), noise]),
  };
  const shape = chance.pick(Object.keys(made));
  return { shape, bytes: made[shape]?.() ?? noise };
}

/** The head of a LUKS1 volume, which is all that is looked at before a key is asked for. */
function luks(): Buffer {
  const head = Buffer.alloc(64 * 512);
  head.write('LUKS\xba\xbe', 0, 'latin1');
  head.writeUInt16BE(1, 6);
  head.write('aes', 8);
  head.write('xts-plain64', 40);
  head.write('sha256', 72);
  head.writeUInt32BE(8, 104);
  head.writeUInt32BE(32, 108);
  head.write('0c8f1f3e-8f3b-4a39-9d4a-8a5f1f2f3f4f', 168);
  return head;
}

/** Shapes of a disk and how often each comes. */
const DISKS = {
  root: 20,
  usr: 24,
  'root-esp': 3,
  'root-home': 3,
  both: 4,
  'arm-root': 5,
  'arm-usr': 5,
  'arm-both': 2,
  x86: 3,
  'x86-arm': 2,
  linux: 5,
  'linux-arm': 3,
  'linux-root': 2,
  'two-linux': 2,
  'two-usr': 2,
  'two-root': 2,
  home: 2,
  esp: 2,
  none: 1.5,
  'empty-label': 3,
  'only-empty-label': 1,
  luks: 3,
  'no-fs': 2,
  'noise-fs': 2,
};

/**
 * Partitions around a tree. Not made: verity partitions (what comes of them depends on whether the kernel has
 * dm-verity), a real LUKS volume (its key), sectors of 4096 bytes (no tool here makes them).
 */
export function randomDisk(chance: Chance, tree: Tree): { readonly shape: string; readonly parts: Partition[] } {
  const shape = chance.weighted(DISKS);
  const fs = chance.pick(FILE_SYSTEMS);
  const root = (type: Partition['type'], more: Partial<Partition> = {}): Partition => ({ type, fs, t: tree, ...more });
  const usr = (type: Partition['type']): Partition => ({ type, fs, t: asUsrPartition(tree) });
  const bytes = (content: Buffer): Partition => ({ type: 'root-x86-64', b: content.toString('base64') });
  const made: Record<keyof typeof DISKS, () => Partition[]> = {
    root: () => [root('root-x86-64')],
    usr: () => [usr('usr-x86-64')],
    'root-esp': () => [root('root-x86-64'), { type: 'esp' }],
    'root-home': () => [root('root-x86-64'), { type: 'home', fs, t: { 'me/f': 'x' } }],
    both: () => [root('root-x86-64'), usr('usr-x86-64')],
    'arm-root': () => [root('root-arm64')],
    'arm-usr': () => [usr('usr-arm64')],
    'arm-both': () => [root('root-x86-64'), root('root-arm64', { t: { 'usr/f': 'x' } })],
    x86: () => [root('root-x86')],
    'x86-arm': () => [root('root-x86', { t: { 'usr/f': 'x' } }), root('root-arm64')],
    linux: () => [root('linux')],
    'linux-arm': () => [root('linux', { t: { 'usr/f': 'x' } }), root('root-arm64')],
    'linux-root': () => [root('linux', { t: { 'usr/f': 'x' } }), root('root-x86-64')],
    'two-linux': () => [root('linux'), root('linux')],
    'two-usr': () => [usr('usr-x86-64'), usr('usr-x86-64')],
    'two-root': () => [root('root-x86-64'), root('root-x86-64')],
    home: () => [root('home')],
    esp: () => [{ type: 'esp' }],
    none: () => [],
    'empty-label': () => [root('root-x86-64', { label: '_empty' }), root('root-x86-64')],
    'only-empty-label': () => [root('root-x86-64', { label: '_empty' })],
    luks: () => [bytes(luks())],
    'no-fs': () => [{ type: 'root-x86-64' }],
    'noise-fs': () => [bytes(Buffer.from(Array.from({ length: 8192 }, () => chance.below(256))))],
  };
  return { shape, parts: made[shape]() };
}
