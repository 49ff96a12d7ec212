/** From where systemd-sysupdate fetched what it installed for Veneer, on a whole system: kept beside the image, and seen by nobody else. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'playwright/test';
import { HELPER_PROTOCOL, INSTALLED_HELPER } from '../../shared/changes/installed-helper.ts';
import { serveFolder } from '../harness/nginx.ts';
import { hashOf, writeSums } from '../harness/remotes.ts';
import { type Bed, test } from './bed.ts';
import { makeImage } from './images.ts';

const SYSUPDATE = '/usr/lib/systemd/systemd-sysupdate';

function helper({ machine }: Bed, verb: string, parameters: object) {
  const request = JSON.stringify({ protocol: HELPER_PROTOCOL, class: 'sysext', root: '/', ...parameters });
  const call = `pkexec --disable-internal-agent ${INSTALLED_HELPER} "$1" "$2"; exit $?`;
  return machine.runAsUser('sh', '-c', call, 'sh', verb, request);
}

const update = (bed: Bed, name: string) => helper(bed, 'update', { name, version: null, adopts: null });

function imageOf(bed: Bed, name: string, version: string): Buffer {
  return readFileSync(makeImage(bed.scratch, { name, version, release: 'ARCHITECTURE=x86-64\n' }));
}

/** What systemd-sysupdate counts of a component. */
const versionsOf = ({ machine }: Bed, component: string) =>
  JSON.parse(machine.run(SYSUPDATE, `--component=${component}`, '--json=short', 'list').stdout) as object;

const read = ({ machine }: Bed, path: string) => JSON.parse(readFileSync(join(machine.root, path), 'utf8')) as object;

test('an image has the address, its hash, the transfer file and who asked, in its store', async ({ bed }) => {
  const image = imageOf(bed, 'tool', '1.0');
  bed.scratch.put('served/tool-1.0-x86-64.raw', image);
  writeSums(bed.scratch, 'served');
  const server = await serveFolder(bed.scratch, 'served');
  try {
    const transfer = {
      url: server.url,
      patterns: ['tool-@v-%a.raw'],
      verify: false,
      store: '/var/lib/extensions.d',
      keep: 2,
    };
    expect(helper(bed, 'write-transfer-unverified', { name: 'tool', ...transfer })).toMatchObject({ status: 0 });
    expect(update(bed, 'tool')).toMatchObject({ status: 0 });
    const user = Number(bed.machine.run('id', '--user', 'tester').stdout);
    const record = {
      ...{ remote: null, address: `${server.url}tool-1.0-x86-64.raw`, sha256: null, signedBy: null },
      sysupdate: { transferFile: '/etc/sysupdate.tool.d/50-veneer.transfer', source: server.url, verify: false },
      ...{ installedBy: user, size: image.length, imageSha256: hashOf(image) },
    };
    expect(read(bed, '/var/lib/extensions.d/tool/.origin:tool-1.0-x86-64.raw.json')).toMatchObject(record);
    expect(versionsOf(bed, 'tool')).toMatchObject({ all: ['1.0'], current: '1.0' });
    expect(bed.veneer('inspect', 'tool').stdout).toContain(
      `systemd-sysupdate by /etc/sysupdate.tool.d/50-veneer.transfer, ${record.address}, no signature was checked`,
    );
    expect(JSON.parse(bed.veneer('list', '--json').stdout)).toMatchObject({
      extensions: [{ name: 'tool', origin: record }],
    });

    expect(bed.veneer('inspect', 'tool').stdout).toMatch(new RegExp(`by user tester \\(${user}\\)$`, 'm'));

    // By its timer it comes without a record.
    bed.scratch.put('served/tool-2.0-x86-64.raw', imageOf(bed, 'tool', '2.0'));
    writeSums(bed.scratch, 'served');
    expect(bed.machine.run(SYSUPDATE, '--component=tool', 'update')).toMatchObject({ status: 0 });
    expect(versionsOf(bed, 'tool')).toMatchObject({ all: ['2.0', '1.0'], current: '2.0' });
    expect(JSON.parse(bed.veneer('list', '--json').stdout)).toMatchObject({
      extensions: [
        { name: 'tool', origin: null, fetchers: [{ transferFile: '/etc/sysupdate.tool.d/50-veneer.transfer' }] },
      ],
    });
    expect(bed.veneer('inspect', 'tool').stdout).toMatch(
      /not recorded; \/etc\/sysupdate\.tool\.d\/50-veneer\.transfer fetches such names from http/,
    );
  } finally {
    await server.stop();
  }
});

test('of a packed one in a flat folder the hash is that of what is stored; it goes with its image', async ({ bed }) => {
  const image = imageOf(bed, 'flat', '1.0');
  bed.scratch.put('served/flat-1.0.raw.gz', gzipSync(image));
  writeSums(bed.scratch, 'served');
  const server = await serveFolder(bed.scratch, 'served');
  const folder = join(bed.machine.root, 'etc/sysupdate.flat.d');
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'flat.transfer'),
      `[Transfer]\nVerify=no\n[Source]\nType=url-file\nPath=${server.url}\nMatchPattern=flat-@v.raw.gz flat-@v.raw\n` +
        '[Target]\nType=regular-file\nPath=/var/lib/extensions.d\nMatchPattern=flat-@v.raw\n' +
        'CurrentSymlink=/var/lib/extensions/flat.raw\nInstancesMax=2\n',
    );
    bed.machine.run('mkdir', '--parents', '/var/lib/extensions.d', '/var/lib/extensions');
    expect(update(bed, 'flat')).toMatchObject({ status: 0 });
    const path = '/var/lib/extensions.d/.origin:flat-1.0.raw.json';
    expect(read(bed, path)).toMatchObject({
      address: null,
      sysupdate: { transferFile: '/etc/sysupdate.flat.d/flat.transfer', source: server.url, verify: false },
      imageSha256: hashOf(image),
    });
    expect(bed.veneer('inspect', 'flat').stdout).toContain(`flat.transfer, below ${server.url}, no signature`);
    expect(versionsOf(bed, 'flat')).toMatchObject({ all: ['1.0'], current: '1.0' });
    expect(bed.machine.run('systemd-sysext', 'merge')).toMatchObject({ status: 0 });
    expect(bed.merged()).toEqual(['flat']);
    bed.machine.run('systemd-sysext', 'unmerge');
    bed.machine.run('rm', '/var/lib/extensions.d/flat-1.0.raw');
    expect(update(bed, 'flat')).toMatchObject({ status: 0 });
    expect(read(bed, path)).toMatchObject({ imageSha256: hashOf(image) });
    bed.machine.run('rm', '/var/lib/extensions.d/flat-1.0.raw');
    // Any change of the class takes along what is kept of images that are gone.
    helper(bed, 'vacuum', { name: 'flat', keep: 1 });
    expect(existsSync(join(bed.machine.root, path))).toBe(false);
  } finally {
    bed.machine.run('rm', '--recursive', '--force', '/etc/sysupdate.flat.d');
    await server.stop();
  }
});
