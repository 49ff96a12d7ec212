/** Image files of a description, made by the real tools, all of which work for an ordinary user. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeGpt } from '../gpt.ts';
import { run } from '../programs.ts';
import { type FileSystem, PARTITION_TYPES, type Partition, type Tree } from './description.ts';
import { fill } from './fill.ts';

/** Makes a file system that holds a tree, all of it owned by root where the tool can say so. */
export function makeFileSystem(kind: FileSystem, tree: Tree, image: string): void {
  const source = mkdtempSync(join(tmpdir(), 'veneer-image-'));
  try {
    fill(source, tree);
    if (kind === 'squashfs') {
      const still = ['-noappend', '-quiet', '-no-progress', '-all-root', '-processors', '1'];
      run('mksquashfs', [source, image, ...still]);
    } else if (kind === 'erofs') run('mkfs.erofs', ['--quiet', image, source]);
    else {
      const small = ['-O', '^has_journal', '-b', '1024'];
      run('mke2fs', ['-q', '-F', '-t', 'ext4', ...small, '-d', source, image, '2m']);
    }
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
}

/** Makes a disk image whose partitions stand in the order given. */
export function makeDisk(partitions: readonly Partition[], image: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'veneer-disk-'));
  try {
    const made = partitions.map(({ type, fs, t = {}, b = '', label = '' }, at) => {
      const file = join(folder, String(at));
      if (fs !== undefined) makeFileSystem(fs, t, file);
      const data = fs === undefined ? Buffer.from(b, 'base64') : readFileSync(file);
      // An empty partition still has a size, as a tool would give it.
      return { type: PARTITION_TYPES[type], label, data: data.length === 0 ? Buffer.alloc(64 * 512) : data };
    });
    writeFileSync(image, makeGpt(made));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
