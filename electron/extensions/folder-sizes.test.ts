/** What each folder takes; what its files take is asked of find. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeScratch, putExtension } from '../../e2e/harness/scratch.ts';
import { readFolderSizes } from './folder-sizes.ts';
import { readSystem } from './system.ts';
import { ownMounts } from './target.ts';

const EXTENSIONS = 'var/lib/extensions';

test('a folder has a size whether it fits, does not fit, or is disabled', async () => {
  const tree = makeScratch('layers');
  try {
    tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    putExtension(tree, EXTENSIONS, 'fits', 'ID=_any\n');
    putExtension(tree, EXTENSIONS, 'other', 'ID=fedora\nVERSION_ID=41\n');
    putExtension(tree, EXTENSIONS, 'disabled', 'ID=_any\n');
    mkdirSync(join(tree.path, 'etc/extensions/disabled'), { recursive: true });
    for (const name of ['disabled', 'fits', 'other'])
      tree.put(`${EXTENSIONS}/${name}/usr/bin/${name}`, 'x'.repeat(4321));
    const target = { root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) };
    const system = await readSystem(target, null);
    const sizes = await readFolderSizes(target, system);
    const bytesOf = (name: string) => {
      const files = execFileSync('find', [join(tree.path, EXTENSIONS, name), '-type', 'f', '-printf', '%s\n']);
      return String(files)
        .trim()
        .split('\n')
        .reduce((sum, one) => sum + Number(one), 0);
    };
    const named = system.extensions.flatMap(({ id, name }) => (sizes[id] === undefined ? [] : [[name, sizes[id]]]));
    expect(named.sort()).toEqual(['disabled', 'fits', 'other'].map((name) => [name, bytesOf(name)]));
  } finally {
    tree.remove();
  }
});
