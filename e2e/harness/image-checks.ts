/** What every reader has to stand, whatever form it reads. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { openImage } from '../../electron/images/open.ts';
import { openBytes, openFile } from '../../electron/images/source.ts';
import { ImageError, type ImageTree } from '../../electron/images/tree.ts';
import { listTree } from './sample-tree.ts';

/** The tree of an image file, which has to be one. */
export async function openTree(image: string): Promise<ImageTree> {
  const opened = await openImage(openFile(image));
  if (opened.kind !== 'tree') throw new Error(`it was taken for ${opened.kind}`);
  return opened.tree;
}

/** Reads all of an image; anything but our own error fails the test. */
export async function expectToEnd(bytes: Buffer): Promise<void> {
  try {
    const opened = await openImage(openBytes(bytes));
    if (opened.kind === 'tree') await listTree(opened.tree);
    expect(opened.kind).toBeTypeOf('string');
  } catch (error) {
    expect(error).toBeInstanceOf(ImageError);
  }
}

/** Damages a good image in many ways, most of them in its first `head` bytes, where its numbers are. */
export async function expectToStandDamage(good: Buffer, head: number, numRuns: number): Promise<void> {
  const place = fc.oneof(fc.nat(good.length - 1), fc.nat(Math.min(head, good.length) - 1));
  const changes = fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(changes, async (changed) => {
      const bytes = Buffer.from(good);
      for (const [at, value] of changed) bytes[at] = value;
      await expectToEnd(bytes);
    }),
    { numRuns },
  );
}
