/** An extension installed by its name: from a real server, verified, current, and followed from there. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { hashOf } from '../harness/remotes.ts';
import { storedIn } from '../harness/stored-images.ts';
import { test } from '../shells/bakery-host.ts';

test('a name is installed from a remote that is on, and each refusal says what comes next', ({ host }) => {
  const { scratch, tree, web, veneer, json, rows } = host;
  const store = join(tree, 'var/lib/extensions.d/kubernetes');
  const transfers = join(tree, 'etc/sysupdate.kubernetes.d');
  expect(veneer('install', 'kubernetes')).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('veneer remote known'),
  });
  veneer('remote', 'add', 'bakery', web.url);
  expect(veneer('install', 'kubernets')).toMatchObject({
    status: 3,
    stderr: expect.stringMatching(/No remote that is on has kubernets\.\n +Did you mean kubernetes\?/),
  });
  expect(veneer('install', 'docker')).toMatchObject({ status: 4, stderr: expect.stringContaining('add --force') });
  expect(veneer('plan', 'install', 'kubernetes')).toMatchObject({
    status: 12,
    stderr: expect.stringContaining('veneer download kubernetes'),
  });
  // What looks like a file, or has a slash, is one; and of files there is no remote.
  expect(veneer('install', 'kubernetes.raw').stderr).toContain('There is nothing at');
  expect(veneer('install', './kubernetes').stderr).toContain('There is nothing at');
  expect(existsSync(store)).toBe(false);

  expect(json('install', 'kubernetes=v1.0')).toMatchObject({ status: 'succeeded' });
  const served = readFileSync(join(scratch.path, 'served/kubernetes-v1.0-x86-64.raw'));
  expect(storedIn(store)).toEqual(['kubernetes-v1.0-x86-64.raw']);
  expect(hashOf(readFileSync(join(store, 'kubernetes-v1.0-x86-64.raw')))).toBe(hashOf(served));
  expect(json('list')).toMatchObject({
    extensions: [{ name: 'kubernetes', version: '1.0', state: 'ready', origin: { remote: 'bakery' } }],
  });
  expect(readdirSync(transfers)).toHaveLength(1);
  expect(rows('update', '--check')[0]).toMatchObject({ component: 'kubernetes', isOurs: true, newest: 'v10.0' });

  // Without a version it is the newest that fits; what is followed already stays so.
  expect(veneer('install', 'kubernetes')).toMatchObject({ status: 0, stdout: expect.stringContaining('Done.') });
  expect(storedIn(store)).toEqual(['kubernetes-v1.0-x86-64.raw', 'kubernetes-v10.0-x86-64.raw']);
  expect(json('list')).toMatchObject({ extensions: [{ name: 'kubernetes', version: '10.0' }] });
  expect(readdirSync(transfers)).toHaveLength(1);
  const left = join(scratch.path, 'home/.cache/veneer/downloads');
  expect(existsSync(left) ? readdirSync(left) : []).toEqual([]);
});

test('what the server sends otherwise than its list says is not installed, and not followed', ({ host }) => {
  const { scratch, tree, web, veneer } = host;
  veneer('remote', 'add', 'bakery', web.url);
  const file = join(scratch.path, 'served/kubernetes-v10.0-x86-64.raw');
  const bytes = readFileSync(file);
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  expect(veneer('install', 'kubernetes', '--force').status).not.toBe(0);
  expect(existsSync(join(tree, 'var/lib/extensions.d/kubernetes'))).toBe(false);
  expect(existsSync(join(tree, 'etc/sysupdate.kubernetes.d'))).toBe(false);
});

test('--remote with files alone is refused', ({ host }) => {
  const { scratch, veneer } = host;
  expect(
    veneer('install', join(scratch.path, 'served/kubernetes-v1.0-x86-64.raw'), '--remote', 'bakery'),
  ).toMatchObject({ status: 2 });
});
