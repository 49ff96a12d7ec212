/** Remotes and what they have on the command line: added, searched and downloaded from, without a screen, from a real server. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { hashOf, imageOf } from '../harness/remotes.ts';
import { test } from '../shells/bakery-host.ts';

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
  expect(veneer('search', '--remote', 'nope')).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('There is no remote named nope.'),
  });
  expect(veneer('search', 'kube').stdout).toContain('v10.0');

  const output = join(scratch.path, 'images');
  const path = join(output, 'kubernetes-v2.0-x86-64.raw');
  const said = json('download', 'kubernetes=v2.0', '--output', output);
  expect(said).toMatchObject({ path, release: { version: 'v2.0', architecture: 'x86-64' } });
  expect(hashOf(readFileSync(path))).toBe(
    hashOf(readFileSync(join(scratch.path, 'served/kubernetes-v2.0-x86-64.raw'))),
  );
  expect(readdirSync(output)).toEqual(['kubernetes-v2.0-x86-64.raw']);
  expect(statSync(path).mode & 0o777).toBe(0o666 & ~process.umask());

  // Once more is no error, over another file it is.
  expect(veneer('download', 'kubernetes=v2.0', '--output', output)).toMatchObject({
    status: 0,
    stdout: `${path}\n`,
    stderr: expect.stringContaining('is there already, and the same.'),
  });
  writeFileSync(path, 'another');
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
