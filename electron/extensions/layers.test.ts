/** What a folder takes is known of those that stay out as of those that come in; what its files take is asked of find. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeScratch, putExtension } from '../../e2e/harness/scratch.ts';
import { readLayers } from './layers.ts';
import { readSystem } from './system.ts';
import { ownMounts } from './target.ts';

const EXTENSIONS = 'var/lib/extensions';

test('a folder has a size whether it fits or not', async () => {
  const tree = makeScratch('layers');
  try {
    tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    putExtension(tree, EXTENSIONS, 'fits', 'ID=_any\n');
    putExtension(tree, EXTENSIONS, 'other', 'ID=fedora\nVERSION_ID=41\n');
    for (const name of ['fits', 'other']) tree.put(`${EXTENSIONS}/${name}/usr/bin/${name}`, 'x'.repeat(4321));
    const target = { root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) };
    const layers = await readLayers(target, await readSystem(target, null), 'sysext');
    const bytesOf = (name: string) => {
      const sizes = execFileSync('find', [join(tree.path, EXTENSIONS, name), '-type', 'f', '-printf', '%s\n']);
      return String(sizes)
        .trim()
        .split('\n')
        .map(Number)
        .reduce((sum, one) => sum + one, 0);
    };
    expect(layers).toMatchObject([
      { name: 'fits', status: 'would-merge', size: bytesOf('fits') },
      { name: 'other', status: 'stays-out', size: bytesOf('other') },
    ]);
  } finally {
    tree.remove();
  }
});
