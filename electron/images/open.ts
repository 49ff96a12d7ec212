/** Recognises what an image is by its first blocks and opens it for reading. */
import { machine } from 'node:os';
import { VeneerError } from '../../shared/model/errors.ts';
import type { ImageForm } from '../../shared/model/extension.ts';
import { architectureFromUname } from '../../shared/systemd/architecture.ts';
import type { DissectError } from '../../shared/systemd/dissect.ts';
import { openErofs } from './erofs/reader.ts';
import { openExt } from './ext/reader.ts';
import { type Disk, type DiskReader, openDisk, readDisk } from './gpt/disk.ts';
import { identifyBytes, type NotAnImage } from './identify.ts';
import { isOutOfMemory } from './out-of-memory.ts';
import { type RandomAccess, withBudget } from './source.ts';
import { openSquashfs } from './squashfs/reader.ts';
import { ImageError, type ImageTree } from './tree.ts';

/** What was recognised; `empty` and `nothing` are no images at all. */
export type Opened =
  | { readonly kind: 'tree'; readonly tree: ImageTree; readonly disk: Disk | null }
  /** `errno`: the one on which systemd stops; null where it may well mount it. */
  | { readonly kind: 'unreadable-form'; readonly form: ImageForm; readonly name: string; readonly errno: string | null }
  /** A disk image of which systemd mounts nothing. */
  | { readonly kind: 'refused'; readonly errno: string; readonly reason: string; readonly disk: Disk | null }
  | { readonly kind: 'empty' }
  | ({ readonly kind: 'nothing' } & NotAnImage);

interface Signature {
  readonly form: ImageForm;
  readonly name: string;
  readonly at: number;
  readonly bytes: readonly number[];
}

const asciiBytes = (text: string) => [...text].map((c) => c.charCodeAt(0));

const GPT = asciiBytes('EFI PART');
const GPT_PLACES = [512, 4096];
/** Since when systemd looks for sectors of more than 512 bytes (measured: not on 252, on 257). */
const LARGE_SECTORS_SINCE = 257;
/** libblkid passes over what is of two sectors or less, and a loop device has whole sectors (measured on 252). */
const TOO_SMALL = 3 * 512;
/** Whose rules are taken where nobody says: an image is only looked at. */
const LOOKING_VERSION = 262;

const SQUASHFS = asciiBytes('hsqs');
/** File systems that are read here, by their magic numbers. */
const READERS: readonly {
  readonly form: 'squashfs' | 'erofs' | 'ext';
  readonly at: number;
  readonly bytes: readonly number[];
  readonly open: (source: RandomAccess) => Promise<ImageTree>;
}[] = [
  { form: 'squashfs', at: 0, bytes: SQUASHFS, open: openSquashfs },
  { form: 'erofs', at: 1024, bytes: [0xe2, 0xe1, 0xf5, 0xe0], open: openErofs },
  { form: 'ext', at: 1080, bytes: [0x53, 0xef], open: openExt },
];

const LUKS = 'LUKS';

/** systemd-sysext has no key for an encrypted image and stops at it (measured). */
const errnoOfLuks = (version: number) => (version >= 262 ? 'ENOKEY' : 'EUNATCH');

const REFUSED: Readonly<Record<DissectError, string>> = {
  ENXIO: 'the disk image has no partition that systemd would mount as root or usr',
  ENOTUNIQ: 'the disk image has several plain Linux partitions, and none says which is its root',
  EADDRNOTAVAIL: 'the root and usr partitions of the disk image are for different architectures',
  ERFKILL: 'the image policy does not admit the disk image',
};

/**
 * Forms that systemd's image dissection mounts. Those after btrfs are recognised only so that they are not called
 * broken: an MBR disk or a plain xfs may well mount.
 */
const SIGNATURES: readonly Signature[] = [
  { form: 'btrfs', name: 'btrfs', at: 65600, bytes: asciiBytes('_BHRfS_M') },
  { form: 'unrecognised', name: 'xfs', at: 0, bytes: asciiBytes('XFSB') },
  { form: 'unrecognised', name: LUKS, at: 0, bytes: asciiBytes('LUKS') },
  { form: 'unrecognised', name: 'f2fs', at: 1024, bytes: [0x10, 0x20, 0xf5, 0xf2] },
  { form: 'unrecognised', name: 'ISO 9660', at: 32769, bytes: asciiBytes('CD001') },
  { form: 'unrecognised', name: 'MBR disk or FAT', at: 510, bytes: [0x55, 0xaa] },
];

/** Reads images as this machine's newest known systemd would choose their partitions. */
export function ownReader(): DiskReader {
  return { architecture: architectureFromUname(machine()), version: LOOKING_VERSION, policy: null };
}

/**
 * Opens an image. The tree owns the source; where there is none the source is closed.
 *
 * @param reader for whom the partitions of a disk image are chosen
 * @throws {ImageError} where the form is known and its bytes are broken
 */
export async function openImage(given: RandomAccess, reader = ownReader()): Promise<Opened> {
  const source = withBudget(given);
  let owned = false;
  try {
    if (source.size === 0) return { kind: 'empty' };
    for (const at of GPT_PLACES) {
      if (!(await hasBytes(source, at, GPT))) continue;
      if (at > 512 && reader.version < LARGE_SECTORS_SINCE) {
        const reason = `the partition table is for sectors of ${at} bytes, which systemd ${reader.version} does not look for`;
        return { kind: 'refused', errno: 'ENOPKG', reason, disk: null };
      }
      const disk = await readDisk(source, reader);
      if (disk.refused !== null) {
        return { kind: 'refused', errno: disk.refused, reason: REFUSED[disk.refused], disk };
      }
      const tree = await openDisk(source, disk, (part) => openPartition(part, reader.version));
      owned = true;
      return { kind: 'tree', tree, disk };
    }
    if (reader.version >= CHECKED_SUPERBLOCK_SINCE) await checkErofsBlock(source);
    if (source.size < TOO_SMALL && (await hasBytes(source, 0, SQUASHFS))) {
      const reason = `the file has ${source.size} bytes, and systemd looks for a file system in no less than ${TOO_SMALL}`;
      return { kind: 'refused', errno: 'ENOPKG', reason, disk: null };
    }
    const tree = await openFileSystem(source);
    if (tree !== null) {
      owned = true;
      return { kind: 'tree', tree, disk: null };
    }
    for (const { form, name, at, bytes } of SIGNATURES) {
      if (await hasBytes(source, at, bytes))
        return {
          kind: 'unreadable-form',
          form,
          name: await describeForm(source, form, name),
          errno: name === LUKS ? errnoOfLuks(reader.version) : null,
        };
    }
    return { kind: 'nothing', ...(await identifyBytes(source)) };
  } catch (error) {
    // What holds the bytes may fail for reasons of its own, which say nothing of the image.
    if (error instanceof ImageError || error instanceof VeneerError || isOutOfMemory(error)) throw error;
    throw new ImageError('corrupt', (error as Error).message);
  } finally {
    if (!owned) source.close();
  }
}

/**
 * libblkid from 2.39 on, beside which the systemds after 252 stand, takes the checksum of the block with the superblock, for
 * which all of it must be in whole sectors; else systemd sees no file system (measured with 257 and util-linux 2.41).
 */
const CHECKED_SUPERBLOCK_SINCE = 254;
const EROFS = { at: 1024, magic: [0xe2, 0xe1, 0xf5, 0xe0] };

/** Which bare file system that is read here it begins as, which has no partitions; null for none. */
export async function bareFileSystem(source: RandomAccess): Promise<'squashfs' | 'erofs' | 'ext' | null> {
  for (const { form, at, bytes } of READERS) if (await hasBytes(source, at, bytes)) return form;
  return null;
}

async function checkErofsBlock(source: RandomAccess): Promise<void> {
  if (!(await hasBytes(source, EROFS.at, EROFS.magic)) || source.size < EROFS.at + 16) return;
  const head = await source.read(EROFS.at, 16);
  const hasChecksum = (head.readUInt32LE(8) & 1) !== 0;
  const whole = source.size - (source.size % 512);
  if (!hasChecksum || whole >= 2 ** head.readUInt8(12)) return;
  throw new ImageError('truncated', 'the image ends before its first block does', whole, 'ENOPKG');
}

async function openFileSystem(source: RandomAccess): Promise<ImageTree | null> {
  for (const { at, bytes, open } of READERS) if (await hasBytes(source, at, bytes)) return open(source);
  return null;
}

async function openPartition(source: RandomAccess, version: number): Promise<ImageTree> {
  const tree = await openFileSystem(source);
  if (tree !== null) return tree;
  for (const { name, at, bytes } of SIGNATURES) {
    if (!(await hasBytes(source, at, bytes))) continue;
    if (name === LUKS) throw new ImageError('corrupt', 'a partition is encrypted', null, errnoOfLuks(version));
    throw new ImageError('unsupported', `a partition with ${name} is not readable without mounting it`);
  }
  throw new ImageError('corrupt', 'a partition holds no file system that is known', null, 'EAFNOSUPPORT');
}

const BTRFS_SUPERBLOCK = 65_536;
const BTRFS_LABEL = 299;
const BTRFS_LABEL_BYTES = 256;
const BTRFS_TOTAL = 112;

/** The name of a form that is not read here, with what its superblock tells. */
async function describeForm(source: RandomAccess, form: ImageForm, name: string): Promise<string> {
  if (form !== 'btrfs' || source.size < BTRFS_SUPERBLOCK + BTRFS_LABEL + BTRFS_LABEL_BYTES) return name;
  const superblock = await source.read(BTRFS_SUPERBLOCK, BTRFS_LABEL + BTRFS_LABEL_BYTES);
  const label = superblock.toString('utf8', BTRFS_LABEL).replace(/\0.*$/s, '');
  const size = superblock.readBigUInt64LE(BTRFS_TOTAL);
  return `btrfs${label === '' ? '' : ` “${label}”`} of ${size} bytes`;
}

async function hasBytes(source: RandomAccess, at: number, bytes: readonly number[]): Promise<boolean> {
  if (source.size < at + bytes.length) return false;
  return (await source.read(at, bytes.length)).equals(Uint8Array.from(bytes));
}
