/** The catalog and the updates on the command line, without a screen, from a real server. */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { test as base, expect } from 'playwright/test';
import { SOMETHING_NEW } from '../../shared/model/errors.ts';
import { contentOfAnswer } from '../harness/answers.ts';
import { serveFolder, type WebServer } from '../harness/nginx.ts';
import { putOldOrigin } from '../harness/old-origins.ts';
import { imageOf, makeBakery, writeSums } from '../harness/remotes.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { storedIn } from '../harness/stored-images.ts';
import { openTree, type Tree } from '../shells/tree.ts';

interface Host {
  readonly scratch: Scratch;
  readonly tree: string;
  readonly web: WebServer;
  /** On a tree that is changed directly: as root, or as root of a user namespace. */
  readonly veneer: Tree['veneer'];
  /** The one JSON document that a command prints; fails where it does not end with 0. */
  json(...args: string[]): unknown;
  /** The same where it is a list. */
  rows(...args: string[]): readonly unknown[];
  /** Downloads `kubernetes` in version 1.0. @returns its path */
  download(): string;
}

const test = base.extend<{ host: Host }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  host: async ({}, use) => {
    const scratch = makeScratch('commands');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    makeBakery(scratch, 'served');
    const web = await serveFolder(scratch, 'served');
    const { path: tree, veneer, close } = await openTree(scratch);
    const json = (...args: string[]) => {
      const answer = veneer(...args, '--json');
      // Where something is new, the exit code says so.
      const isLook = args.includes('--check');
      expect([0, ...(isLook ? [SOMETHING_NEW] : [])], `${args.join(' ')}: ${answer.stderr}`).toContain(answer.status);
      return contentOfAnswer(answer.stdout);
    };
    const rows = (...args: string[]) => {
      const answer = json(...args);
      if (!Array.isArray(answer)) throw new Error(`${args.join(' ')} printed no list`);
      return answer as readonly unknown[];
    };
    const download = () => {
      const output = join(scratch.path, 'images');
      const path = join(output, 'kubernetes-v1.0-x86-64.raw');
      expect(json('download', 'kubernetes=v1.0', '--output', output)).toMatchObject({ path });
      return path;
    };
    await use({ scratch, tree, web, veneer, json, rows, download });
    close();
    await web.stop();
    scratch.remove();
  },
});

const stored = ({ tree }: Host) => storedIn(join(tree, 'var/lib/extensions.d/kubernetes'));

/** Notes that the installed version 1.0 came from the bakery, as Veneer did for each user before the helper kept it. */
function cameFromBakery({ scratch, tree, web }: Host, image: string): void {
  const { size } = statSync(image);
  rmSync(join(tree, 'var/lib/extensions.d/kubernetes/.origin:kubernetes-v1.0-x86-64.raw.json'));
  putOldOrigin(
    join(scratch.path, 'home/.local/state/veneer'),
    { root: tree, class: 'sysext', name: 'kubernetes', version: 'v1.0', architecture: 'x86-64', size },
    { remote: 'bakery', folder: web.url, signedBy: null },
  );
}
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

test('remotes are added, edited, switched off and on, and removed', ({
  host: { scratch, web, veneer, json, rows },
}) => {
  const shipped = rows('remote', 'list');
  const known = ['flatcar', 'fedora', 'fedora-community', 'opensuse', 'frostyard'];
  expect(shipped).toEqual(known.map((name) => expect.objectContaining({ name })));
  for (const one of shipped)
    expect(one).toMatchObject({ enabled: false, status: 'off', runBy: expect.stringMatching(/./) });
  expect(veneer('search', 'kube')).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('No remote is on, so there is nothing to look at.'),
  });

  expect(json('remote', 'add', 'bakery', web.url)).toMatchObject({
    name: 'bakery',
    status: 'current',
    count: 2,
    trust: 'unsigned',
  });
  expect(veneer('remote', 'add', 'bakery', web.url)).toMatchObject({ status: 2 });
  expect(veneer('remote', 'add', 'plain', 'http://example.org/')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('is not an address that Veneer fetches from'),
  });
  expect(veneer('remote', 'list').stdout).toMatch(/^bakery +current +no +2 +http:\/\/127\.0\.0\.1/m);

  expect(json('remote', 'disable', 'bakery')).toMatchObject({ enabled: false, status: 'off' });
  expect(veneer('download', 'kubernetes')).toMatchObject({ status: 3 });
  expect(json('remote', 'enable', 'bakery')).toMatchObject({ enabled: true, status: 'current', count: 2 });

  scratch.put('stick/tool-1.0.raw', imageOf(scratch, { name: 'tool' }));
  expect(json('remote', 'edit', 'bakery', join(scratch.path, 'stick'))).toMatchObject({ count: 1, enabled: true });
  scratch.put('no-key.asc', 'nonsense\n');
  expect(veneer('remote', 'edit', 'bakery', '--key', join(scratch.path, 'no-key.asc'))).toMatchObject({ status: 2 });
  expect(json('remote', 'edit', 'bakery', '--system-keyring')).toMatchObject({ trust: 'system', status: 'failed' });
  expect(json('remote', 'edit', 'bakery', '--unsigned')).toMatchObject({ trust: 'unsigned', status: 'current' });

  expect(json('remote', 'remove', 'bakery')).toBe(null);
  expect(json('remote', 'list')).toHaveLength(shipped.length);
  expect(veneer('remote', 'remove', 'bakery')).toMatchObject({ status: 3 });
});

test('an image is searched and downloaded, verified, and not over another one', ({ host }) => {
  const { scratch, web, veneer, json, rows } = host;
  veneer('remote', 'add', 'bakery', web.url);
  const [kubernetes, ...others] = rows('search', 'kube');
  expect(others).toEqual([]);
  expect(kubernetes).toMatchObject({
    name: 'kubernetes',
    version: 'v10.0',
    fits: true,
    source: 'image',
    architectures: ['arm64', 'x86-64'],
    installed: null,
  });
  expect(json('search')).toEqual([
    expect.objectContaining({ name: 'docker', fits: false, reason: expect.stringContaining('flatcar') }),
    expect.objectContaining({ name: 'kubernetes', fits: true }),
  ]);
  expect(veneer('search', 'no-such')).toMatchObject({ status: 3 });
  expect(veneer('search', 'kube').stdout).toContain('v10.0');

  const output = join(scratch.path, 'images');
  const path = join(output, 'kubernetes-v2.0-x86-64.raw');
  const said = json('download', 'kubernetes=v2.0', '--output', output);
  expect(said).toMatchObject({ path, release: { version: 'v2.0', architecture: 'x86-64' } });
  expect(sha256(path)).toBe(sha256(join(scratch.path, 'served/kubernetes-v2.0-x86-64.raw')));
  expect(readdirSync(output)).toEqual(['kubernetes-v2.0-x86-64.raw']);
  expect(statSync(path).mode & 0o777).toBe(0o666 & ~process.umask());

  expect(veneer('download', 'kubernetes=v2.0', '--output', output)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('is there already, so nothing was downloaded.'),
  });
  expect(veneer('download', 'docker', '--output', output)).toMatchObject({
    status: 4,
    stderr: expect.stringContaining('To have it all the same, add --force.'),
  });
  expect(veneer('download', 'kubernetes=v3', '--output', output)).toMatchObject({ status: 3 });
  expect(readdirSync(output)).toEqual(['kubernetes-v2.0-x86-64.raw']);
  expect(veneer('download', 'docker', '--force', '--output', output)).toMatchObject({ status: 0 });
});

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
  expect(veneer('update')).toMatchObject({ status: 0, stderr: expect.stringContaining('its updates are held.') });
  expect(json('pin', 'kubernetes')).toMatchObject({ title: 'Pin kubernetes to v1.0' });
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
