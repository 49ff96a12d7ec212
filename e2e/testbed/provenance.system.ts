/** What root keeps of where an image came from, on a whole system: systemd takes none of it for an image, and it goes with its image. */
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'playwright/test';
import { HELPER_PROTOCOL, INSTALLED_HELPER } from '../../shared/changes/installed-helper.ts';
import { serveFolder } from '../harness/nginx.ts';
import { hashOf, writeSums } from '../harness/remotes.ts';
import { storedIn } from '../harness/stored-images.ts';
import { type Bed, test } from './bed.ts';
import { makeImage } from './images.ts';

const STORE = '/var/lib/extensions.d/tool';
const SYSUPDATE = '/usr/lib/systemd/systemd-sysupdate';

const inStore = ({ machine }: Bed) => readdirSync(join(machine.root, STORE)).sort();
const recordOf = ({ machine }: Bed, version: string) =>
  join(machine.root, STORE, `.origin:tool-${version}-x86-64.raw.json`);

function publish(bed: Bed, version: string, release = ''): void {
  const image = makeImage(bed.scratch, { name: 'tool', version, release: `ARCHITECTURE=x86-64\n${release}` });
  bed.scratch.put(`served/tool-${version}-x86-64.raw`, readFileSync(image));
  writeSums(bed.scratch, 'served');
}

test('the helper writes it under polkit, no program of systemd reads it, and it goes with its image', async ({
  bed,
}) => {
  publish(bed, '1.0');
  const file = join(bed.scratch.path, 'served/tool-1.0-x86-64.raw');
  const path = bed.give(file);
  const origin = {
    remote: 'smithy',
    address: 'https://example.org/tool-1.0-x86-64.raw.xz',
    sha256: 'b'.repeat(64),
    signedBy: 'A'.repeat(40),
    signedAt: 1_700_000_000_000,
  };
  const request = JSON.stringify({
    ...{ protocol: HELPER_PROTOCOL, class: 'sysext', root: '/', name: 'tool', store: '/var/lib/extensions.d' },
    ...{ version: '1.0', architecture: 'x86-64', keep: null, versioned: false, adopts: null, current: true, origin },
    sha256: hashOf(readFileSync(file)),
  });
  const call = `pkexec --disable-internal-agent ${INSTALLED_HELPER} install "$1" < "$2"; exit $?`;
  expect(bed.machine.runAsUser('sh', '-c', call, 'sh', request, path)).toMatchObject({ status: 0 });
  const record = JSON.parse(readFileSync(recordOf(bed, '1.0'), 'utf8')) as unknown;
  const user = Number(bed.machine.run('id', '--user', 'tester').stdout);
  expect(record).toMatchObject({ version: 1, ...origin, installedBy: user, imageSha256: hashOf(readFileSync(file)) });
  expect(statSync(recordOf(bed, '1.0'))).toMatchObject({ uid: 0, gid: 0, mode: 0o100644 });
  expect(bed.veneer('inspect', 'tool').stdout).toContain(`smithy, ${origin.address}, signed by ${origin.signedBy}`);
  // On / nobody's word counts but root's.
  bed.machine.run('chown', 'tester', `${STORE}/.origin:tool-1.0-x86-64.raw.json`);
  expect(bed.veneer('inspect', 'tool').stdout).toMatch(/^From +not known$/m);
  bed.machine.run('chown', 'root', `${STORE}/.origin:tool-1.0-x86-64.raw.json`);

  // Were one in a search directory or in a .v directory, systemd would pass over it as well.
  copyFileSync(recordOf(bed, '1.0'), join(bed.machine.root, 'var/lib/extensions/.origin:tool.raw.json'));
  bed.machine.run('mkdir', '/var/lib/extensions/picked.raw.v');
  copyFileSync(
    makeImage(bed.scratch, { name: 'picked' }),
    join(bed.machine.root, 'var/lib/extensions/picked.raw.v/picked_1.0_x86-64.raw'),
  );
  writeFileSync(join(bed.machine.root, 'var/lib/extensions/picked.raw.v/.origin:picked_2.0_x86-64.raw.json'), '{}');
  const listed = JSON.parse(bed.machine.run('systemd-sysext', 'list', '--json=short').stdout) as { name: string }[];
  expect(listed.map(({ name }) => name).sort()).toEqual(['picked', 'tool']);
  expect(bed.machine.run('systemd-sysext', 'merge')).toMatchObject({ status: 0 });
  expect(bed.merged().sort()).toEqual(['picked', 'tool']);
  bed.machine.run('systemd-sysext', 'unmerge');
  bed.machine.run('rm', '--recursive', '/var/lib/extensions/picked.raw.v', '/var/lib/extensions/.origin:tool.raw.json');

  publish(bed, '2.0');
  expect(bed.veneer('install', bed.give(join(bed.scratch.path, 'served/tool-2.0-x86-64.raw')))).toMatchObject({
    status: 0,
  });
  expect(JSON.parse(readFileSync(recordOf(bed, '2.0'), 'utf8'))).toMatchObject({ remote: null, installedBy: user });
  expect(bed.veneer('vacuum', 'tool', '--keep=0')).toMatchObject({ status: 0 });
  // What some loop device has is spared, also one of the other bed; a record stays with its image, and goes with it.
  const images = storedIn(join(bed.machine.root, STORE));
  expect(images).toContain('tool-2.0-x86-64.raw');
  expect(inStore(bed)).toEqual([...images.map((one) => `.origin:${one}.json`), ...images].sort());
  expect(bed.veneer('remove', '--purge', 'tool')).toMatchObject({ status: 0 });
  expect(bed.machine.run('test', '-e', STORE).status).not.toBe(0);
});

test('systemd-sysupdate counts none, leaves orphans, and does not cost what is current', async ({ bed }) => {
  publish(bed, '1.0');
  const server = await serveFolder(bed.scratch, 'served');
  const helper = (verb: string, parameters: object) => {
    const request = JSON.stringify({
      protocol: HELPER_PROTOCOL,
      class: 'sysext',
      root: '/',
      name: 'tool',
      ...parameters,
    });
    const call = `pkexec --disable-internal-agent ${INSTALLED_HELPER} "$1" "$2"; exit $?`;
    return bed.machine.runAsUser('sh', '-c', call, 'sh', verb, request);
  };
  const update = () => helper('update', { version: null, adopts: null });
  try {
    const transfer = {
      url: server.url,
      patterns: ['tool-@v-%a.raw', 'tool-@v-%a.raw.gz'],
      verify: false,
      store: '/var/lib/extensions.d',
      keep: 1,
    };
    expect(helper('write-transfer-unverified', transfer)).toMatchObject({ status: 0 });
    const give = (version: string) => bed.give(join(bed.scratch.path, `served/tool-${version}-x86-64.raw`));
    expect(bed.veneer('install', give('1.0'))).toMatchObject({ status: 0 });
    publish(bed, '2.0');
    expect(bed.veneer('install', give('2.0'))).toMatchObject({ status: 0 });
    const list = bed.machine.run(SYSUPDATE, '--component=tool', '--json=short', 'list').stdout;
    expect(JSON.parse(list)).toMatchObject({ all: ['2.0', '1.0'] });
    const before = inStore(bed);
    publish(bed, '3.0');
    // By itself it takes the oldest away, and leaves the record of it.
    expect(bed.machine.run(SYSUPDATE, '--component=tool', 'update')).toMatchObject({ status: 0 });
    expect(storedIn(join(bed.machine.root, STORE))).toEqual(['tool-2.0-x86-64.raw', 'tool-3.0-x86-64.raw']);
    expect(inStore(bed), before.join(' ')).toContain('.origin:tool-1.0-x86-64.raw.json');
    expect(helper('vacuum', { keep: 1 })).toMatchObject({ status: 0 });
    expect(inStore(bed)).not.toContain('.origin:tool-1.0-x86-64.raw.json');
    expect(inStore(bed)).toContain('.origin:tool-2.0-x86-64.raw.json');

    // 2.0 counts again, so it is the oldest; neither a version that does not fit nor one that cannot be had takes it away.
    expect(bed.veneer('rollback', 'tool')).toMatchObject({ status: 0 });
    // Packed, so that nobody can look into it before it is there.
    const release = 'ARCHITECTURE=x86-64\nID=fedora\nVERSION_ID=41\n';
    const packed = gzipSync(readFileSync(makeImage(bed.scratch, { name: 'tool', version: '4.0', release })));
    bed.scratch.put('served/tool-4.0-x86-64.raw.gz', packed);
    writeSums(bed.scratch, 'served');
    const answer = bed.veneer('update', 'tool');
    expect(answer.stderr).toContain('tool 4.0 does not fit, so 2.0 is current again');
    expect(answer).toMatchObject({ status: 4 });
    expect(bed.machine.run('readlink', '--canonicalize', '/var/lib/extensions/tool.raw').stdout).toContain('tool-2.0-');
    expect(storedIn(join(bed.machine.root, STORE))).toContain('tool-2.0-x86-64.raw');
    expect(inStore(bed)).toContain('.origin:tool-2.0-x86-64.raw.json');
  } finally {
    await server.stop();
  }
  expect(update().status).not.toBe(0);
  expect(storedIn(join(bed.machine.root, STORE))).toContain('tool-2.0-x86-64.raw');
});
