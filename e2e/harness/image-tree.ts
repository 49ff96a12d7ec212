/** A host whose extensions are images of every form, one of them a web page that was saved as an image. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { run } from './programs.ts';
import { putExtension, type Scratch } from './scratch.ts';
import { makeSquashfs } from './squashfs.ts';

/** @returns the root of the host's tree */
export function makeImageTree(scratch: Scratch): string {
  const tree = join(scratch.path, 'tree');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  mkdirSync(join(tree, 'var/lib/extensions'), { recursive: true });
  for (const name of ['in-squashfs', 'in-erofs', 'in-ext4']) {
    putExtension(scratch, 'sources', name, 'ID=_any\n', {
      [`usr/lib/systemd/system/${name}.service`]: '# starts it\n[Service]\nExecStart=/usr/bin/true\n',
      'usr/share/shared': name,
      'srv/lost': 'nobody sees this',
    });
  }
  const source = (name: string) => join(scratch.path, 'sources', name);
  const image = (name: string) => join(tree, 'var/lib/extensions', `${name}.raw`);
  makeSquashfs(source('in-squashfs'), image('in-squashfs'));
  const asBakery = ['--quiet', '-zlz4hc,12', '-C65536', '-Efragments,ztailpacking'];
  run('mkfs.erofs', [...asBakery, image('in-erofs'), source('in-erofs')]);
  run('mke2fs', ['-q', '-t', 'ext4', '-d', source('in-ext4'), image('in-ext4'), '4m']);
  const ddi = new URL('../fixtures/images/fixture-ddi.raw.gz', import.meta.url);
  writeFileSync(image('fixture'), gunzipSync(readFileSync(ddi)));
  writeFileSync(image('page'), '<!doctype html><title>404</title>');
  return tree;
}
