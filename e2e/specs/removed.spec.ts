/** What is left of an extension that was removed: stored versions that can be seen, taken back and deleted. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { imageOf } from '../harness/remotes.ts';
import { storedIn } from '../harness/stored-images.ts';
import { type BakeryHost, test } from '../shells/bakery-host.ts';

function installBoth({ scratch, json }: BakeryHost): void {
  for (const version of ['1.0', '2.0']) {
    scratch.put(
      `app-${version}.raw`,
      imageOf(scratch, { name: 'app', release: `ID=_any\nSYSEXT_VERSION_ID=${version}\n` }),
    );
    expect(json('install', join(scratch.path, `app-${version}.raw`))).toMatchObject({ status: 'succeeded' });
  }
}

const store = ({ tree }: BakeryHost) => join(tree, 'var/lib/extensions.d/app');

test('what was removed is listed as stored, and is taken back or deleted by its name', ({ host }) => {
  const { tree, veneer, json } = host;
  installBoth(host);
  const removed = veneer('remove', 'app');
  expect(removed).toMatchObject({ status: 0 });
  expect(removed.stderr).toContain(
    `Of app these versions stay stored: 2.0, 1.0. To have one back: veneer rollback app 2.0`,
  );
  expect(removed.stderr).toContain('veneer remove app --purge');

  expect(veneer('list').stdout).toMatch(/^app +- +sysext +stored .*Removed; still stored: 2\.0, 1\.0\.$/m);
  expect(json('list')).toMatchObject({
    extensions: [],
    stored: [
      { name: 'app', class: 'sysext', state: 'stored', versions: ['2.0', '1.0'], path: '/var/lib/extensions.d/app' },
    ],
  });
  expect(json('versions', 'app')).toMatchObject({
    versions: [
      { version: '2.0', isStored: true, isCurrent: false },
      { version: '1.0', isStored: true, isCurrent: false },
    ],
  });
  for (const words of [
    ['remove', 'app'],
    ['disable', 'app'],
  ])
    expect(veneer(...words)).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('app was removed; only its stored versions are left.'),
    });

  // Named, it is that version; unnamed, the newest.
  expect(json('rollback', 'app', '1.0')).toMatchObject({ status: 'succeeded' });
  expect(json('list')).toMatchObject({ extensions: [{ name: 'app', version: '1.0' }], stored: [] });
  veneer('remove', 'app');
  expect(json('rollback', 'app')).toMatchObject({ status: 'succeeded' });
  expect(json('list')).toMatchObject({ extensions: [{ name: 'app', version: '2.0' }], stored: [] });
  veneer('remove', 'app');

  expect(veneer('vacuum', 'app', '--keep', '2').stdout).toContain('No old version was there to delete.');
  const swept = veneer('vacuum', 'app');
  expect(swept.stdout).toMatch(/^Deleted: app 1\.0 \(\d+K\)\nThat made \d+K of room\.$/m);
  expect(storedIn(store(host))).toEqual(['app-2.0.raw']);
  expect(json('plan', 'remove', 'app', '--purge')).toMatchObject({ deletes: [{ name: 'app', version: '2.0' }] });
  expect(json('remove', 'app', '--purge')).toMatchObject({ status: 'succeeded' });
  expect(existsSync(store(host))).toBe(false);
  expect(json('list')).toMatchObject({ extensions: [], stored: [] });
  expect(veneer('remove', 'app', '--purge')).toMatchObject({ status: 3 });
  expect(existsSync(join(tree, 'var/lib/extensions/app.raw'))).toBe(false);
});

test('with all versions of a name its mask goes, as the plan says, so that a later install counts', ({ host }) => {
  const { scratch, tree, json } = host;
  installBoth(host);
  json('disable', 'app');
  const mask = join(tree, 'etc/extensions/app');
  expect(existsSync(mask)).toBe(true);
  expect(json('plan', 'remove', 'app', '--purge')).toMatchObject({
    steps: [{ sentence: 'Remove app, all its versions and its mask /etc/extensions/app' }],
  });
  expect(json('remove', 'app', '--purge')).toMatchObject({ status: 'succeeded' });
  expect(existsSync(mask)).toBe(false);
  json('install', join(scratch.path, 'app-1.0.raw'));
  expect(json('list')).toMatchObject({ extensions: [{ name: 'app', masked: false, state: 'ready' }] });

  // What the mask keeps out besides stays out.
  mkdirSync(mask);
  scratch.put('tree/usr/lib/extensions/app.raw', imageOf(scratch, { name: 'app' }));
  expect(json('plan', 'remove', 'app', '--purge')).toMatchObject({
    steps: [{ sentence: 'Remove app and all its versions' }],
  });
  json('remove', 'app', '--purge');
  expect(existsSync(mask)).toBe(true);
});

test('only a version that is here can be pinned', ({ host }) => {
  const { veneer, json } = host;
  installBoth(host);
  expect(veneer('pin', 'app', '3.0')).toMatchObject({
    status: 3,
    stderr: expect.stringMatching(/app 3\.0 is neither in use nor stored[^\n]*\n +There are: 2\.0, 1\.0\./),
  });
  expect(json('pin', 'app', '1.0')).toMatchObject({ title: 'Pin app 1.0' });
});
