/** What a program of the folder may do, it may do from the image too. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTree } from '../../e2e/harness/image-checks.ts';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { resolvePath, type TreeNode } from '../images/tree.ts';
import { packFolder } from './pack-folder.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('pack-folder');
});
afterEach(() => scratch.remove());

// Capabilities and labels are root's to give.
test.runIf(process.getuid?.() === 0)(
  'capabilities and labels are kept, and nothing that is of the folder',
  async () => {
    const folder = join(scratch.path, 'd');
    mkdirSync(join(folder, 'usr/bin'), { recursive: true });
    const label = (name: string, value: string) =>
      run('setfattr', ['-n', 'security.selinux', '-v', value, join(folder, 'usr/bin', name)]);
    for (const name of ['ping', 'labelled', 'built', 'plain']) scratch.put(`d/usr/bin/${name}`, name, 0o755);
    run('setcap', ['cap_net_raw+ep', join(folder, 'usr/bin/ping')]);
    label('labelled', 'system_u:object_r:bin_t:s0');
    label('built', 'unconfined_u:object_r:user_home_t:s0');
    run('setfattr', ['-n', 'user.xdg.origin.url', '-v', 'https://example.org/', join(folder, 'usr/bin/plain')]);
    run('setfattr', ['-n', 'trusted.overlay.opaque', '-v', 'y', join(folder, 'usr')]);
    const image = join(scratch.path, 'd.raw');
    writeFileSync(image, '');
    for await (const _ of packFolder(folder, image, null));
    const unpacked = join(scratch.path, 'unpacked');
    run('unsquashfs', ['-quiet', '-no-progress', '-xattrs', '-dest', unpacked, image]);
    expect(run('getcap', [join(unpacked, 'usr/bin/ping')])).toContain('cap_net_raw=ep');
    const tree = await openTree(image);
    const attributes = async (path: string) => {
      const found = await tree.xattrs((await resolvePath(tree, path)) as TreeNode);
      return [...(found ?? [])].map(([name, value]) => `${name}=${value.toString('latin1')}`);
    };
    expect(await attributes('usr/bin/labelled')).toEqual(['security.selinux=system_u:object_r:bin_t:s0']);
    expect(await attributes('usr/bin/ping')).toEqual([expect.stringMatching(/^security\.capability=/)]);
    for (const path of ['usr', 'usr/bin/built', 'usr/bin/plain']) expect(await attributes(path), path).toEqual([]);
    tree.close();
  },
);
