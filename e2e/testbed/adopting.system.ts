/**
 * Images that stand where a link goes, updates that do not fit and merges that fail, on whole systems: whatever comes,
 * the host has what it had, or something better.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'playwright/test';
import { HELPER_PROTOCOL, INSTALLED_HELPER } from '../../shared/changes/installed-helper.ts';
import { contentOfAnswer } from '../harness/answers.ts';
import { serveFolder } from '../harness/nginx.ts';
import { lookAt, sheet } from '../shells/window.ts';
import { type Bed, test } from './bed.ts';
import { makeImage } from './images.ts';

const STORE = '/var/lib/extensions.d/tool';
const version = ({ machine }: Bed) => machine.run('/usr/bin/tool').stdout.trim();
const stored = ({ machine }: Bed) => machine.run('ls', STORE).stdout.trim().split('\n');

/** Puts an image of tool into the search directory, as somebody does by hand, and merges it. */
function putByHand({ machine, scratch }: Bed, fileName = 'tool.raw'): void {
  machine.run('mkdir', '--parents', '/var/lib/extensions');
  copyFileSync(
    makeImage(scratch, { name: 'tool', version: '1.0' }),
    join(machine.root, 'var/lib/extensions', fileName),
  );
  expect(machine.run('systemd-sysext', 'merge')).toMatchObject({ status: 0 });
}

for (const fileName of ['tool.raw', 'tool.sysext.raw']) {
  test(`an image that stands at ${fileName} is kept as a version, and gone back to`, async ({ bed, page }) => {
    putByHand(bed, fileName);
    expect(version(bed)).toBe('tool 1.0');
    const second = bed.give(makeImage(bed.scratch, { name: 'tool', version: '2.0' }));
    const kept = `The image that stands at /var/lib/extensions/${fileName} is kept as version 1.0.`;
    await bed.open(page);
    await lookAt(page, second);
    await expect(sheet(page)).toContainText('version 1.0, which stays available to go back to');

    expect(bed.veneer('install', second, '--keep=0')).toMatchObject({
      status: 0,
      stderr: expect.stringContaining(kept),
    });
    expect(stored(bed)).toEqual(['tool-1.0.raw', 'tool-2.0.raw']);
    expect(bed.machine.run('ls', '/var/lib/extensions').stdout).toBe('tool.raw\n');
    // It is merged, by the name that it had: no vacuum takes it away.
    expect(bed.veneer('vacuum', 'tool', '--keep=0')).toMatchObject({ status: 0 });
    expect(stored(bed)).toEqual(['tool-1.0.raw', 'tool-2.0.raw']);
    expect(version(bed)).toBe('tool 1.0');
    const known = bed.veneer('update', '--check', '--json');
    expect(contentOfAnswer(known.stdout)).toMatchObject([{ name: 'tool', needsRefresh: true }]);

    expect(bed.veneer('refresh')).toMatchObject({ status: 0 });
    expect(version(bed)).toBe('tool 2.0');
    expect(bed.veneer('rollback', '--now', 'tool')).toMatchObject({ status: 0 });
    expect(version(bed)).toBe('tool 1.0');
  });
}

/** Signs nothing: the sums of what lies in a folder. */
function sumsOf(folder: string): string {
  const images = readdirSync(folder).filter((fileName) => fileName !== 'SHA256SUMS');
  return images
    .map(
      (one) =>
        `${createHash('sha256')
          .update(readFileSync(join(folder, one)))
          .digest('hex')}  ${one}\n`,
    )
    .join('');
}

test('systemd-sysupdate updates over an image that stands there, and what does not fit is made current no longer than needed', async ({
  bed,
}) => {
  putByHand(bed);
  // Packed, so that nobody can look into it before it is there.
  const publish = (ofVersion: string, release = '') => {
    const image = makeImage(bed.scratch, { name: 'tool', version: ofVersion, release });
    bed.scratch.put(`served/tool-${ofVersion}.raw.gz`, gzipSync(readFileSync(image)));
    bed.scratch.put('served/SHA256SUMS', sumsOf(join(bed.scratch.path, 'served')));
  };
  publish('2.0');
  const server = await serveFolder(bed.scratch, 'served');
  try {
    const request = JSON.stringify({
      protocol: HELPER_PROTOCOL,
      class: 'sysext',
      root: '/',
      name: 'tool',
      url: server.url,
      patterns: ['tool-@v.raw.gz'],
      verify: false,
      store: '/var/lib/extensions.d',
      keep: 3,
    });
    expect(bed.machine.run(INSTALLED_HELPER, 'write-transfer-unverified', request).stdout).toContain('"result"');
    const first = bed.veneer('update', 'tool');
    expect(first).toMatchObject({ status: 0, stderr: expect.stringContaining('is kept as version 1.0.') });
    expect(version(bed)).toBe('tool 2.0');
    expect(stored(bed).filter((one) => one.startsWith('tool-1.0'))).toHaveLength(1);
    expect(bed.veneer('rollback', '--now', 'tool')).toMatchObject({ status: 0 });
    expect(version(bed)).toBe('tool 1.0');
    expect(bed.veneer('rollback', '--now', 'tool', '2.0')).toMatchObject({ status: 0 });

    publish('3.0', 'ID=fedora\nVERSION_ID=41\n');
    const misfit = bed.veneer('update', 'tool');
    expect(misfit.stderr).toContain('tool 3.0 does not fit, so 2.0 is current again: It was built for fedora');
    expect(misfit).toMatchObject({ status: 4 });
    expect(version(bed)).toBe('tool 2.0');
    expect(bed.machine.run('systemd-sysext', 'refresh')).toMatchObject({ status: 0 });
    expect(version(bed)).toBe('tool 2.0');

    // A name that comes new, and would stop every merge, is taken away again.
    expect(bed.veneer('remove', '--purge', '--now', 'tool')).toMatchObject({ status: 0 });
    expect(bed.veneer('install', '--now', bed.give(makeImage(bed.scratch, { name: 'other' })))).toMatchObject({
      status: 0,
    });
    const torn = gzipSync(Buffer.from('no image, but long enough to be one'.repeat(1000)));
    bed.scratch.put('served/tool-4.0.raw.gz', torn);
    bed.scratch.put('served/SHA256SUMS', sumsOf(join(bed.scratch.path, 'served')));
    const blocking = bed.veneer('update', 'tool');
    expect(blocking.stderr).toContain('tool 4.0 would make every merge fail, so it is removed again: ');
    expect(blocking).toMatchObject({ status: 5 });
    expect(bed.machine.run('ls', '/var/lib/extensions').stdout).toBe('other.raw\n');
    expect(bed.merged()).toEqual(['other']);
    expect(bed.machine.run('systemd-sysext', 'refresh')).toMatchObject({ status: 0 });
  } finally {
    await server.stop();
  }
});

/** The magic number of btrfs and nothing behind it: unknown to us, and no image to the kernel. */
function tornImage(bed: Bed, fileName: string): string {
  const torn = Buffer.alloc(1 << 17);
  torn.write('_BHRfS_M', 65_600, 'latin1');
  const path = join(bed.scratch.path, fileName);
  writeFileSync(path, torn);
  return bed.give(path);
}

test('a merge that fails is taken back, and what was merged before is merged', async ({ bed }) => {
  putByHand(bed);
  expect(bed.veneer('install', '--now', bed.give(makeImage(bed.scratch, { name: 'other' })))).toMatchObject({
    status: 0,
  });
  expect(bed.merged()).toEqual(['other', 'tool']);
  const mergesStill = () => {
    expect(bed.machine.run('systemd-sysext', 'refresh')).toMatchObject({ status: 0 });
    expect(bed.merged()).toEqual(['other', 'tool']);
    expect(version(bed)).toBe('tool 1.0');
  };

  // Over the image that stood there by hand, then over a version, then as a new name.
  for (const next of ['2.0', '3.0']) {
    const failed = bed.veneer('install', '--now', tornImage(bed, `tool-${next}.raw`));
    expect(failed).toMatchObject({ status: 16, stderr: expect.stringContaining('It was not merged: ') });
    expect(failed.stderr).toContain('Now tool 1.0 is current again, and merged; what was merged before is merged.');
    expect(bed.merged()).toEqual(['other', 'tool']);
    mergesStill();
  }
  const failed = bed.veneer('install', '--now', tornImage(bed, 'fresh-1.0.raw'));
  expect(failed).toMatchObject({ status: 16 });
  expect(failed.stderr).toContain('Now fresh is removed again; what was merged before is merged.');
  expect(bed.machine.run('test', '-e', '/var/lib/extensions/fresh.raw').status).not.toBe(0);
  mergesStill();

  // A version that failed is gone back to by nobody's mistake: the merge of it is taken back as well.
  expect(bed.veneer('rollback', '--now', 'tool', '2.0')).toMatchObject({ status: 16 });
  mergesStill();
  // Where nothing was merged, nothing is.
  expect(bed.veneer('unmerge')).toMatchObject({ status: 0 });
  const alone = bed.veneer('install', '--now', tornImage(bed, 'fresh-1.0.raw'));
  expect(alone.stderr).toContain('Now fresh is removed again; nothing is merged, as before.');
  expect(bed.merged()).toEqual([]);
});

test('what would make every merge fail is neither installed over an image that fits nor rolled back to', async ({
  bed,
}) => {
  putByHand(bed);
  expect(
    bed.veneer('install', '--now', bed.give(makeImage(bed.scratch, { name: 'tool', version: '2.0' }))),
  ).toMatchObject({ status: 0 });
  bed.machine.run('sh', '-c', `head -c 100000 /dev/urandom > ${STORE}/tool-1.5.raw`);
  for (const now of [[], ['--now']]) {
    expect(bed.veneer('rollback', ...now, 'tool', '1.5')).toMatchObject({
      status: 5,
      stderr: expect.stringContaining('would make the whole merge fail'),
    });
  }
  expect(bed.machine.run('systemd-sysext', 'refresh')).toMatchObject({ status: 0 });
  expect(version(bed)).toBe('tool 2.0');
});
