/** What is installed, on the command line: updated, held, pinned, followed and taken back, without a screen, from a real server. */
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'playwright/test';
import { putOldOrigin } from '../harness/old-origins.ts';
import { hashOf, imageOf, writeSums } from '../harness/remotes.ts';
import { storedIn } from '../harness/stored-images.ts';
import { type BakeryHost, test } from '../shells/bakery-host.ts';

const stored = ({ tree }: BakeryHost) => storedIn(join(tree, 'var/lib/extensions.d/kubernetes'));

/** Notes that the installed version 1.0 came from the bakery, as Veneer did for each user before the helper kept it. */
function cameFromBakery({ scratch, tree, web }: BakeryHost, image: string): void {
  const { size } = statSync(image);
  rmSync(join(tree, 'var/lib/extensions.d/kubernetes/.origin:kubernetes-v1.0-x86-64.raw.json'));
  putOldOrigin(
    join(scratch.path, 'home/.local/state/veneer'),
    { root: tree, class: 'sysext', name: 'kubernetes', version: 'v1.0', architecture: 'x86-64', size },
    { remote: 'bakery', folder: web.url, signedBy: null },
  );
}

const sha256 = (path: string) => hashOf(readFileSync(path));

test('an installed one is kept current, held, pinned, taken back and swept', ({ host }) => {
  const { web, veneer, json, rows, download } = host;
  veneer('remote', 'add', 'bakery', web.url);
  const image = download();
  expect(json('install', image)).toMatchObject({ status: 'succeeded' });
  expect(stored(host)).toEqual(['kubernetes-v1.0-x86-64.raw']);
  cameFromBakery(host, image);
  expect(rows('search', 'kube')[0]).toMatchObject({ installed: 'v1.0' });
  const update = () => rows('update', '--check')[0];
  expect(update()).toMatchObject({ installed: 'v1.0', newest: 'v10.0', fits: true, way: 'download', held: false });

  expect(json('hold', 'kubernetes')).toMatchObject({ status: 'succeeded' });
  expect(update()).toMatchObject({ held: true, pinned: null });
  expect(veneer('update')).toMatchObject({
    status: 0,
    stdout: 'Nothing was updated.\n',
    stderr: expect.stringContaining('its updates are held.'),
  });
  expect(json('pin', 'kubernetes')).toMatchObject({ title: 'Pin kubernetes v1.0' });
  expect(update()).toMatchObject({ held: false, pinned: 'v1.0' });
  expect(json('update')).toBe(null);
  expect(stored(host)).toEqual(['kubernetes-v1.0-x86-64.raw']);
  expect(json('unpin', 'kubernetes')).toMatchObject({ status: 'succeeded' });

  expect(veneer('update', 'nothing')).toMatchObject({ status: 3 });
  expect(json('update', 'kubernetes')).toMatchObject({ status: 'succeeded' });
  expect(stored(host)).toEqual(['kubernetes-v1.0-x86-64.raw', 'kubernetes-v10.0-x86-64.raw']);
  expect(json('list')).toMatchObject({ extensions: [{ name: 'kubernetes', version: '10.0' }] });
  expect(veneer('update')).toMatchObject({ status: 0, stdout: 'Everything is up to date.\n' });

  expect(json('rollback', 'kubernetes')).toMatchObject({ status: 'succeeded' });
  expect(json('list')).toMatchObject({ extensions: [{ version: '1.0' }] });
  expect(veneer('rollback', 'kubernetes', 'v9')).toMatchObject({ status: 3 });
  // What was pinned is never swept, nor is the one that counts.
  json('pin', 'kubernetes', 'v10.0');
  expect(json('vacuum', 'kubernetes', '--keep', '0')).toMatchObject({ status: 'succeeded' });
  expect(stored(host)).toEqual(['kubernetes-v1.0-x86-64.raw', 'kubernetes-v10.0-x86-64.raw']);
  json('unpin', 'kubernetes');
  json('vacuum', 'kubernetes', '--keep', '0');
  expect(stored(host)).toEqual(['kubernetes-v1.0-x86-64.raw']);
  // Nothing is merged here, so that the update is not either.
  expect(veneer('update')).toMatchObject({
    status: 0,
    stderr: `This takes effect with: veneer refresh --root ${host.tree}\n`,
  });
});

test('what came from a file is updated from a remote by its name alone, and one that fails stops no other', ({
  host,
}) => {
  const { scratch, web, veneer, json, rows } = host;
  veneer('remote', 'add', 'zz-other', web.url);
  // Downloaded by Veneer it would be known again by its bytes.
  json('install', join(scratch.path, 'served/kubernetes-v1.0-x86-64.raw'));
  const [item] = rows('update', '--check');
  expect(item).toMatchObject({ newest: null, elsewhere: [{ remote: 'zz-other', version: 'v10.0' }] });
  expect(veneer('update', '--check').stdout).toContain('zz-other, unsigned, has v10.0.');
  expect(veneer('update')).toMatchObject({ status: 0, stdout: 'Everything is up to date.\n' });
  expect(veneer('update', '--remote', 'zz-other')).toMatchObject({ status: 2 });
  expect(veneer('update', 'kubernetes', '--remote', 'nobody')).toMatchObject({ status: 3 });
  expect(stored(host)).toEqual(['kubernetes-v1.0-x86-64.raw']);
  // Another one is in the list, and its file is gone.
  scratch.put('axe-1.0.raw', imageOf(scratch, { name: 'axe', release: 'ID=_any\nSYSEXT_VERSION_ID=1.0\n' }));
  json('install', join(scratch.path, 'axe-1.0.raw'));
  writeSums(scratch, 'served', `${'a'.repeat(64)}  axe-2.0.raw\n`);
  const partly = veneer('update', 'kubernetes', 'axe', '--remote', 'zz-other');
  expect(partly).toMatchObject({ status: 24, stderr: expect.stringContaining('axe is not updated: ') });
  expect(stored(host)).toContain('kubernetes-v10.0-x86-64.raw');
});

test('a transfer file is written and taken away, and what is updated then goes by it', ({ host }) => {
  const { tree, web, veneer, json, rows, download } = host;
  veneer('remote', 'add', 'bakery', web.url);
  const image = download();
  json('install', image);
  expect(json('follow', 'kubernetes')).toMatchObject({ status: 'succeeded' });
  const folder = join(tree, 'etc/sysupdate.kubernetes.d');
  expect(readdirSync(folder)).toHaveLength(1);
  expect(rows('update', '--check')[0]).toMatchObject({ component: 'kubernetes', isOurs: true, newest: 'v10.0' });
  expect(json('update')).toMatchObject({ status: 'succeeded' });
  expect(stored(host)).toContain('kubernetes-v10.0-x86-64.raw');
  expect(json('unfollow', 'kubernetes')).toMatchObject({ status: 'succeeded' });
  expect(existsSync(folder)).toBe(false);
});

test('for a timer, what the settings say is done, and no more', ({ host }) => {
  const { scratch, web, veneer, json, download } = host;
  veneer('remote', 'add', 'bakery', web.url);
  const image = download();
  json('install', image);
  cameFromBakery(host, image);
  const parts = join(scratch.path, 'home/.cache/veneer/downloads');
  const checked = join(scratch.path, 'home/.cache/veneer/updates-checked.json');
  expect(veneer('update', '--automatic')).toMatchObject({ status: 0, stdout: '' });
  expect(existsSync(checked)).toBe(false);
  scratch.put('home/.config/veneer/settings.json', JSON.stringify({ updates: 'download' }));
  expect(veneer('update', '--automatic')).toMatchObject({ status: 0 });
  expect(existsSync(checked)).toBe(true);
  const [id = ''] = readdirSync(parts);
  const fetched = readdirSync(join(parts, id)).map((name) => sha256(join(parts, id, name)));
  expect(fetched).toContain(sha256(join(scratch.path, 'served/kubernetes-v10.0-x86-64.raw')));
  // Fetched, and never installed unasked.
  expect(stored(host)).toEqual(['kubernetes-v1.0-x86-64.raw']);
  writeSums(scratch, 'served');
  const before = statSync(checked).mtimeMs;
  veneer('update', '--automatic');
  expect(statSync(checked).mtimeMs).toBe(before);
});

test('an image that was put there by hand is kept as a version by install, update and rollback', ({ host }) => {
  const { scratch, tree, web, veneer, json, rows, download } = host;
  veneer('remote', 'add', 'bakery', web.url);
  const plain = join(tree, 'var/lib/extensions/kubernetes.raw');
  scratch.put('tree/var/lib/extensions/kubernetes.raw', readFileSync(download()));
  const hash = sha256(plain);
  const kept = '/var/lib/extensions/kubernetes.raw is kept as version v1.0.';
  const warned = veneer('plan', 'install', join(scratch.path, 'images/kubernetes-v1.0-x86-64.raw'));
  expect(warned.stdout).toContain('1. Install kubernetes v1.0, and keep the image that stands at');
  expect(warned.stdout).toContain(kept);

  // From where it came nobody knows, so that the remote is named.
  const updated = veneer('update', 'kubernetes', '--remote', 'bakery');
  expect(updated).toMatchObject({ status: 0, stderr: expect.stringContaining(kept) });
  expect(lstatSync(plain).isSymbolicLink()).toBe(true);
  expect(stored(host)).toEqual(['kubernetes-v1.0-x86-64.raw', 'kubernetes-v10.0-x86-64.raw']);
  expect(sha256(join(tree, 'var/lib/extensions.d/kubernetes/kubernetes-v1.0-x86-64.raw'))).toBe(hash);
  expect(json('rollback', 'kubernetes')).toMatchObject({ status: 'succeeded' });
  expect(json('list')).toMatchObject({ extensions: [{ version: '1.0' }] });

  // By hand once more, over the link: what stands there is kept, and the newest of the store current again.
  rmSync(plain);
  scratch.put(
    'tree/var/lib/extensions/kubernetes.raw',
    readFileSync(join(scratch.path, 'served/kubernetes-v2.0-x86-64.raw')),
  );
  expect(veneer('rollback', 'kubernetes')).toMatchObject({ status: 0 });
  expect(stored(host)).toEqual([
    'kubernetes-v1.0-x86-64.raw',
    'kubernetes-v10.0-x86-64.raw',
    'kubernetes-v2.0-x86-64.raw',
  ]);
  expect(json('list')).toMatchObject({ extensions: [{ version: '1.0' }] });
  expect(rows('update', '--check')[0]).toMatchObject({
    installed: 'v1.0',
    newest: null,
    elsewhere: [{ remote: 'bakery', version: 'v10.0' }],
  });
});

test('an update that turns out not to fit leaves the version before, and the others are updated', ({ host }) => {
  const { scratch, tree, web, veneer, json } = host;
  const publish = (name: string, version: string, release: string) =>
    scratch.put(`served/${name}-${version}.raw.gz`, gzipSync(imageOf(scratch, { name, release })));
  for (const name of ['anvil', 'bellows']) publish(name, '1.0', 'ID=_any\nSYSEXT_VERSION_ID=1.0\n');
  writeSums(scratch, 'served');
  veneer('remote', 'add', 'smithy', web.url);
  const output = join(scratch.path, 'images');
  for (const name of ['anvil', 'bellows']) {
    json('download', name, '--output', output);
    expect(json('install', join(output, `${name}-1.0.raw`))).toMatchObject({ status: 'succeeded' });
  }
  publish('anvil', '2.0', 'ID=_any\nSYSEXT_VERSION_ID=2.0\n');
  publish('bellows', '2.0', 'ID=fedora\nVERSION_ID=41\nSYSEXT_VERSION_ID=2.0\n');
  writeSums(scratch, 'served');
  const link = (name: string) => readlinkSync(join(tree, 'var/lib/extensions', `${name}.raw`));
  const why = 'bellows 2.0 does not fit, so it is not installed: It was built for fedora, this host is debian';
  const named = ['--remote', 'smithy'];
  const updated = veneer('update', 'anvil', 'bellows', ...named);
  expect(updated).toMatchObject({ status: 4, stderr: expect.stringContaining(why) });
  expect(updated.stderr).toContain('1.0 stays. Wait for a version that fits. To have it all the same, add --force.');
  expect(link('anvil')).toContain('anvil-2.0.raw');
  expect(link('bellows')).toContain('bellows-1.0.raw');
  // Alone, and where it was fetched as a file.
  expect(veneer('update', 'bellows', ...named, '--json')).toMatchObject({
    status: 4,
    stdout: expect.stringContaining('"operation": null'),
  });
  json('download', 'bellows', '--force', '--output', output);
  const image = join(output, 'bellows-2.0.raw');
  expect(veneer('install', image)).toMatchObject({ status: 4, stderr: expect.stringContaining('add --force') });
  expect(link('bellows')).toContain('bellows-1.0.raw');
  expect(veneer('update', 'bellows', ...named, '--force')).toMatchObject({ status: 0 });
  expect(link('bellows')).toContain('bellows-2.0.raw');
  // From where it came nobody has to name it.
  publish('anvil', '3.0', 'ID=fedora\nVERSION_ID=41\nSYSEXT_VERSION_ID=3.0\n');
  publish('bellows', '3.0', 'ID=_any\nSYSEXT_VERSION_ID=3.0\n');
  writeSums(scratch, 'served');
  expect(veneer('update')).toMatchObject({ status: 4, stderr: expect.stringContaining('anvil 3.0 does not fit') });
  expect(link('anvil')).toContain('anvil-2.0.raw');
  expect(link('bellows')).toContain('bellows-3.0.raw');
});

test('a version that would make every merge fail is not rolled back to', ({ host }) => {
  const { scratch, tree, veneer, json } = host;
  scratch.put('tool-2.0.raw', imageOf(scratch, { name: 'tool', release: 'ID=_any\nSYSEXT_VERSION_ID=2.0\n' }));
  expect(json('install', join(scratch.path, 'tool-2.0.raw'))).toMatchObject({ status: 'succeeded' });
  scratch.put('tree/var/lib/extensions.d/tool/tool-1.0.raw', 'no image');
  expect(veneer('rollback', 'tool')).toMatchObject({
    status: 5,
    stderr: expect.stringContaining('would make the whole merge fail'),
  });
  expect(readlinkSync(join(tree, 'var/lib/extensions/tool.raw'))).toContain('tool-2.0.raw');
});
