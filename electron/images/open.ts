/** Recognises what an image is by its first blocks and opens it for reading. */
import { machine } from 'node:os';
import { architectureFromUname } from '../../shared/architecture.ts';
import { VeneerError } from '../../shared/errors.ts';
import type { ImageForm } from '../../shared/model/extension.ts';
import { openErofs } from './erofs/reader.ts';
import { openExt } from './ext/reader.ts';
import { type Disk, openDisk, readDisk } from './gpt/disk.ts';
import { identify, type NotAnImage } from './identify.ts';
import { budgeted, type RandomAccess } from './source.ts';
import { openSquashfs } from './squashfs/reader.ts';
import { ImageError, type ImageTree } from './tree.ts';

/** What was recognised; `empty` and `nothing` are no images at all. */
export type Opened =
  | { readonly kind: 'tree'; readonly tree: ImageTree; readonly disk: Disk | null }
  | { readonly kind: 'unreadable-form'; readonly form: ImageForm; readonly name: string }
  | { readonly kind: 'empty' }
  | ({ readonly kind: 'nothing' } & NotAnImage);

interface Signature {
  readonly form: ImageForm;
  readonly name: string;
  readonly at: number;
  readonly bytes: readonly number[];
}

const ascii = (text: string) => [...text].map((c) => c.charCodeAt(0));

const GPT = ascii('EFI PART');
const GPT_PLACES = [512, 4096];

/** File systems that are read here, by their magic numbers. */
const READERS: readonly {
  readonly at: number;
  readonly bytes: readonly number[];
  readonly open: (source: RandomAccess) => Promise<ImageTree>;
}[] = [
  { at: 0, bytes: ascii('hsqs'), open: openSquashfs },
  { at: 1024, bytes: [0xe2, 0xe1, 0xf5, 0xe0], open: openErofs },
  { at: 1080, bytes: [0x53, 0xef], open: openExt },
];

/**
 * Forms that systemd's image dissection mounts. Those after btrfs are recognised only so that they are not called
 * broken: an MBR disk or a plain xfs may well mount.
 */
const SIGNATURES: readonly Signature[] = [
  { form: 'btrfs', name: 'btrfs', at: 65600, bytes: ascii('_BHRfS_M') },
  { form: 'unrecognised', name: 'xfs', at: 0, bytes: ascii('XFSB') },
  { form: 'unrecognised', name: 'LUKS', at: 0, bytes: ascii('LUKS') },
  { form: 'unrecognised', name: 'f2fs', at: 1024, bytes: [0x10, 0x20, 0xf5, 0xf2] },
  { form: 'unrecognised', name: 'ISO 9660', at: 32769, bytes: ascii('CD001') },
  { form: 'unrecognised', name: 'MBR disk or FAT', at: 510, bytes: [0x55, 0xaa] },
];

/**
 * Opens an image. The tree owns the source; where there is none the source is closed.
 *
 * @param architecture which partitions of a disk image count, in systemd's spelling; this machine's unless given
 * @throws {ImageError} where the form is known and its bytes are broken
 */
export async function openImage(given: RandomAccess, architecture = architectureFromUname(machine())): Promise<Opened> {
  const source = budgeted(given);
  let owned = false;
  try {
    if (source.size === 0) return { kind: 'empty' };
    for (const at of GPT_PLACES) {
      if (!(await has(source, at, GPT))) continue;
      const disk = await readDisk(source, architecture);
      const tree = await openDisk(source, disk, openPartition);
      owned = true;
      return { kind: 'tree', tree, disk };
    }
    const tree = await openFileSystem(source);
    if (tree !== null) {
      owned = true;
      return { kind: 'tree', tree, disk: null };
    }
    for (const { form, name, at, bytes } of SIGNATURES) {
      if (await has(source, at, bytes))
        return { kind: 'unreadable-form', form, name: await describe(source, form, name) };
    }
    return { kind: 'nothing', ...(await identify(source)) };
  } catch (error) {
    // What holds the bytes may fail for reasons of its own, which say nothing of the image.
    if (error instanceof ImageError || error instanceof VeneerError) throw error;
    throw new ImageError('corrupt', (error as Error).message);
  } finally {
    if (!owned) source.close();
  }
}

async function openFileSystem(source: RandomAccess): Promise<ImageTree | null> {
  for (const { at, bytes, open } of READERS) if (await has(source, at, bytes)) return open(source);
  return null;
}

async function openPartition(source: RandomAccess): Promise<ImageTree> {
  const tree = await openFileSystem(source);
  if (tree !== null) return tree;
  for (const { name, at, bytes } of SIGNATURES) {
    if (await has(source, at, bytes))
      throw new ImageError('unsupported', `a partition with ${name} is not readable without mounting it`);
  }
  throw new ImageError('corrupt', 'a partition holds no file system that is known');
}

const BTRFS_SUPERBLOCK = 65_536;
const BTRFS_LABEL = 299;
const BTRFS_LABEL_BYTES = 256;
const BTRFS_TOTAL = 112;

/** The name of a form that is not read here, with what its superblock tells. */
async function describe(source: RandomAccess, form: ImageForm, name: string): Promise<string> {
  if (form !== 'btrfs' || source.size < BTRFS_SUPERBLOCK + BTRFS_LABEL + BTRFS_LABEL_BYTES) return name;
  const superblock = await source.read(BTRFS_SUPERBLOCK, BTRFS_LABEL + BTRFS_LABEL_BYTES);
  const label = superblock.toString('utf8', BTRFS_LABEL).replace(/\0.*$/s, '');
  const size = superblock.readBigUInt64LE(BTRFS_TOTAL);
  return `btrfs${label === '' ? '' : ` “${label}”`} of ${size} bytes`;
}

async function has(source: RandomAccess, at: number, bytes: readonly number[]): Promise<boolean> {
  if (source.size < at + bytes.length) return false;
  return (await source.read(at, bytes.length)).equals(Uint8Array.from(bytes));
}
