/** Transfer files and updates by the helper, carried out by the real systemd-sysupdate from a server at this machine. */
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { HelperVerb } from '../../shared/changes/actions.ts';
import { HELPER_PROTOCOL, INSTALLED_HELPER } from '../../shared/changes/installed-helper.ts';
import { serveFolder } from '../harness/nginx.ts';
import { storedIn } from '../harness/stored-images.ts';
import { type Bed, test } from './bed.ts';
import { makeImage } from './images.ts';

function helper({ machine }: Bed, verb: HelperVerb, parameters: object) {
  const request = JSON.stringify({ protocol: HELPER_PROTOCOL, class: 'sysext', root: '/', ...parameters });
  // pkexec wants a parent that it can see.
  const call = `pkexec --disable-internal-agent ${INSTALLED_HELPER} "$1" "$2"; exit $?`;
  return machine.runAsUser('sh', '-c', call, 'sh', verb, request);
}

function sumsOf(folder: string): string {
  const images = readdirSync(folder).filter((fileName) => fileName.endsWith('.raw'));
  return images
    .map((fileName) => {
      const hash = createHash('sha256').update(readFileSync(join(folder, fileName)));
      return `${hash.digest('hex')}  ${fileName}\n`;
    })
    .join('');
}

const FILES = '/etc/sysupdate.tool.d';

test('systemd-sysupdate takes over what the helper set up, and Veneer what systemd-sysupdate installed', async ({
  bed,
}) => {
  const publish = (version: string) => {
    // Of a size of its own, for the helper spares what has the size of a tool.raw that some test still has mounted.
    const files = { 'usr/share/noise': randomBytes(40_000).toString('base64') };
    const image = makeImage(bed.scratch, { name: 'tool', version, files });
    bed.scratch.put(`served/tool-${version}-x86-64.raw`, readFileSync(image));
    bed.scratch.put('served/SHA256SUMS', sumsOf(join(bed.scratch.path, 'served')));
  };
  publish('1.0');
  const server = await serveFolder(bed.scratch, 'served');
  try {
    const transfer = {
      name: 'tool',
      url: server.url,
      patterns: ['tool-@v-%a.raw'],
      verify: false,
      store: '/var/lib/extensions.d',
      keep: 1,
    };
    expect(helper(bed, 'write-transfer-unverified', transfer)).toMatchObject({ status: 0 });
    expect(bed.machine.run('ls', FILES).stdout).toBe('50-veneer.transfer\n');
    expect(helper(bed, 'update', { name: 'tool', version: null, adopts: null }).stdout).toContain('"result"');
    expect(bed.veneer('refresh')).toMatchObject({ status: 0 });
    expect(bed.machine.run('/usr/bin/tool').stdout).toBe('tool 1.0\n');
    publish('2.0');
    const theirs = (verb: string) => bed.machine.run('/usr/lib/systemd/systemd-sysupdate', '--component=tool', verb);
    expect(theirs('check-new').stdout.trim()).toBe('2.0');
    expect(theirs('update').status).toBe(0);
    expect(bed.veneer('refresh')).toMatchObject({ status: 0 });
    expect(bed.machine.run('/usr/bin/tool').stdout).toBe('tool 2.0\n');
    expect(helper(bed, 'vacuum-transfer', { name: 'tool' })).toMatchObject({ status: 0 });
    expect(bed.veneer('rollback', '--now', 'tool')).toMatchObject({ status: 0 });
    // It would keep the newest, and delete what is in use.
    expect(helper(bed, 'vacuum-transfer', { name: 'tool' }).stdout).toContain('"code":"unsupported"');
    expect(bed.machine.run('/usr/bin/tool').stdout).toBe('tool 1.0\n');
    publish('3.0');
    expect(theirs('update').status).toBe(0);
    expect(bed.veneer('refresh')).toMatchObject({ status: 0 });
    expect(bed.veneer('vacuum', 'tool', '--keep=0')).toMatchObject({ status: 0 });
    expect(storedIn(join(bed.machine.root, 'var/lib/extensions.d/tool'))).toEqual(['tool-3.0-x86-64.raw']);
  } finally {
    await server.stop();
  }
  expect(helper(bed, 'update', { name: 'tool', version: null, adopts: null }).stdout).toContain(
    '"code":"systemd-failed"',
  );
  expect(bed.machine.run('/usr/bin/tool').stdout).toBe('tool 3.0\n');
  expect(helper(bed, 'remove-transfer', { name: 'tool' })).toMatchObject({ status: 0 });
  expect(bed.machine.run('test', '-e', FILES).status).not.toBe(0);
  expect(helper(bed, 'remove-transfer', { name: 'tool' }).stdout).toContain('"code":"not-found"');
});

test('a transfer file that somebody else wrote stays as it is', async ({ bed }) => {
  bed.machine.run('mkdir', '--parents', FILES);
  writeFileSync(`${bed.machine.root}${FILES}/theirs.transfer`, '[Source]\nType=url-file\n');
  const transfer = {
    name: 'tool',
    url: 'https://example.org/',
    patterns: ['tool-@v.raw'],
    verify: true,
    store: '/var/lib/extensions.d',
    keep: 1,
  };
  expect(helper(bed, 'write-transfer', transfer).stdout).toContain('"code":"unsupported"');
  expect(helper(bed, 'remove-transfer', { name: 'tool' }).stdout).toContain('"code":"not-found"');
  expect(bed.machine.run('ls', FILES).stdout).toBe('theirs.transfer\n');
  bed.machine.forbid('org.veneer.helper.update');
  expect(helper(bed, 'update', { name: 'tool', version: null, adopts: null })).toMatchObject({
    status: 127,
    stdout: '',
  });
});
