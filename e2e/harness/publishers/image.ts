/** Images as the publishers make them. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../programs.ts';
import { hashOf } from '../remotes.ts';
import { putExtension, type Scratch } from '../scratch.ts';
import { makeSquashfs } from '../squashfs.ts';

export interface Published {
  /** As its release file has it. */
  readonly name: string;
  /** The text of its release file. */
  readonly release: string;
  readonly form: 'squashfs' | 'erofs';
}

/** The bytes of an image with one file, `usr/share/NAME`, that holds its release text. */
export function publishedImage(scratch: Scratch, { name, release, form }: Published): Buffer {
  const folder = mkdtempSync(join(scratch.path, 'published-'));
  const inner = folder.slice(scratch.path.length + 1);
  putExtension(scratch, inner, name, release, {
    [`usr/share/${createHash('sha1').update(name).digest('hex')}`]: release,
  });
  const image = join(folder, 'image.raw');
  const tree = join(folder, name);
  // bakery.sh: mksquashfs with gzip, all files root's; fedora-sysexts: mkfs.erofs with lz4.
  if (form === 'squashfs') makeSquashfs(tree, image, '-all-root', '-comp', 'gzip');
  else run('mkfs.erofs', ['--quiet', '-zlz4', '--all-root', image, tree]);
  const bytes = readFileSync(image);
  rmSync(folder, { recursive: true });
  return bytes;
}

/** SHA256SUMS over files, two blanks between hash and name as sha256sum(1) writes it. */
export const sumsOf = (files: ReadonlyMap<string, Buffer>): string =>
  [...files].map(([name, bytes]) => `${hashOf(bytes)}  ${name}\n`).join('');
