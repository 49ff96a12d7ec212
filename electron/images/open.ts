/** Recognises what an image is by its first blocks and opens it for reading. */
import type { ImageForm } from '../../shared/model/extension.ts';
import { openErofs } from './erofs/reader.ts';
import { openExt } from './ext/reader.ts';
import type { RandomAccess } from './source.ts';
import { openSquashfs } from './squashfs/reader.ts';
import { ImageError, type ImageTree } from './tree.ts';

/** What was recognised. `tree` is null for a form without a reader, `empty` and `nothing` are no images at all. */
export type Opened =
  | { readonly kind: 'tree'; readonly tree: ImageTree }
  | { readonly kind: 'unreadable-form'; readonly form: ImageForm; readonly name: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'nothing' };

interface Signature {
  readonly form: ImageForm;
  readonly name: string;
  readonly at: number;
  readonly bytes: readonly number[];
}

const ascii = (text: string) => [...text].map((c) => c.charCodeAt(0));

/** Forms that are read here, by their magic numbers. */
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
  { form: 'gpt', name: 'GPT disk image', at: 512, bytes: ascii('EFI PART') },
  { form: 'gpt', name: 'GPT disk image', at: 4096, bytes: ascii('EFI PART') },
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
 * @throws {ImageError} where the form is known and its bytes are broken
 */
export async function openImage(source: RandomAccess): Promise<Opened> {
  let owned = false;
  try {
    if (source.size === 0) return { kind: 'empty' };
    for (const { at, bytes, open } of READERS) {
      if (!(await has(source, at, bytes))) continue;
      const tree = await open(source);
      owned = true;
      return { kind: 'tree', tree };
    }
    for (const { form, name, at, bytes } of SIGNATURES) {
      if (await has(source, at, bytes)) return { kind: 'unreadable-form', form, name };
    }
    return { kind: 'nothing' };
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw new ImageError('corrupt', (error as Error).message);
  } finally {
    if (!owned) source.close();
  }
}

async function has(source: RandomAccess, at: number, bytes: readonly number[]): Promise<boolean> {
  if (source.size < at + bytes.length) return false;
  return (await source.read(at, bytes.length)).equals(Uint8Array.from(bytes));
}
