/** What transfer files keep current where no systemd-sysupdate is: real files, a real server, and real images. */

import { mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FaultyServer, serveFaults, serveFile } from '../../e2e/harness/faulty-server.ts';
import { isRoot } from '../../e2e/harness/mount-namespace.ts';
import { makeSigningKey } from '../../e2e/harness/openpgp-key.ts';
import { programFile } from '../../e2e/harness/program-files.ts';
import { hashOf, imageOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { requestVacuumTransfer } from '../../shared/changes/vacuum-transfer.ts';
import type { UpdateItem } from '../../shared/model/update.ts';
import type { Host } from '../hosts/host.ts';
import type { Session } from '../session/session.ts';
import { checkUpdates, downloadUpdates, updateRequest } from '../session/update-calls.ts';

const HELPER = { program: process.execPath, args: ['--no-warnings', fileURLToPath(programFile('helper'))] };

let scratch: Scratch;
let session: Session;
let host: Host;
let server: FaultyServer;

/** What the server has, by its path. */
let served: Record<string, Buffer>;
beforeEach(async () => {
  scratch = makeScratch('followed');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  served = {};
  server = await serveFaults((request, response) => {
    const content = served[String(request.url).slice(1)];
    if (content === undefined) response.writeHead(404).end();
    else serveFile(request, response, { content });
  });
  ({ session, host } = await openSession(scratch, join(scratch.path, 'tree'), { helper: HELPER, isRoot }));
});
afterEach(async () => {
  session.close();
  await server.stop();
  scratch.remove();
});

const image = (name: string, version: string) =>
  imageOf(scratch, { name, release: `ID=_any\nSYSEXT_VERSION_ID=${version}\n` });

/** Puts versions of a name into a folder of the server, with the list of their hashes. */
function publish(folder: string, name: string, ...versions: string[]): void {
  const files = versions.map((version) => [`${name}-${version}.raw`, image(name, version)] as const);
  for (const [file, bytes] of files) served[`${folder}/${file}`] = bytes;
  served[`${folder}/SHA256SUMS`] = Buffer.from(files.map(([file, bytes]) => `${hashOf(bytes)}  ${file}\n`).join(''));
}

/** An installed version, as Veneer and systemd-sysupdate lay it out. */
function install(name: string, version: string): void {
  scratch.put(`tree/var/lib/extensions.d/${name}/${name}-${version}.raw`, image(name, version));
  mkdirSync(join(scratch.path, 'tree/var/lib/extensions'), { recursive: true });
  const link = join(scratch.path, `tree/var/lib/extensions/${name}.raw`);
  symlinkSync(`/var/lib/extensions.d/${name}/${name}-${version}.raw`, link);
}

interface Transfer {
  readonly source?: string;
  readonly transfer?: string;
  readonly target?: string;
}

/** A transfer file of sysupdate.d(5), whose source is the server's folder of that name unless it says otherwise. */
function follow(component: string, { source, transfer = 'Verify=no', target }: Transfer = {}, file = component): void {
  const name = component;
  scratch.put(
    `tree/etc/sysupdate.${component}.d/${file}.transfer`,
    `[Transfer]\n${transfer}\n[Source]\n` +
      (source ?? `Type=url-file\nPath=${server.url}${component}/\nMatchPattern=${name}-@v.raw\n`) +
      '\n[Target]\nType=regular-file\n' +
      (target ??
        `Path=/var/lib/extensions.d/${name}\nMatchPattern=${name}-@v.raw\nCurrentSymlink=/var/lib/extensions/${name}.raw\n`),
  );
}

async function check(): Promise<Record<string, UpdateItem>> {
  const { items } = await checkUpdates(host, 'revalidate', null);
  return Object.fromEntries(items.map((item) => [item.component ?? item.name, item]));
}

test('the newest version at its source is offered, with all that are there and what is kept', async () => {
  publish('tool', 'tool', '1.0', '2.0', '10.0');
  install('tool', '2.0');
  follow('tool');
  const { tool } = await check();
  expect(tool).toMatchObject({
    ...{ class: 'sysext', name: 'tool', way: 'download', source: `${server.url}tool/`, isOurs: false, problem: null },
    ...{ installed: '2.0', newest: '10.0', stored: ['2.0'], versions: ['10.0', '2.0', '1.0'] },
    release: { path: 'tool-10.0.raw', sha256: hashOf(served['tool/tool-10.0.raw'] ?? Buffer.alloc(0)) },
  });
  expect(server.asked.filter((one) => one.includes('SHA256SUMS'))).not.toEqual([]);
});

test('what systemd-sysupdate deletes by a transfer file is told by version, in a plan with its size', async () => {
  publish('tool', 'tool', '4.0');
  install('tool', '4.0');
  for (const version of ['1.0', '2.0', '3.0'])
    scratch.put(`tree/var/lib/extensions.d/tool/tool-${version}.raw`, image('tool', version));
  const layout =
    'Path=/var/lib/extensions.d/tool\nMatchPattern=tool-@v.raw\nCurrentSymlink=/var/lib/extensions/tool.raw\n';
  follow('tool', { transfer: 'Verify=no\nProtectVersion=1.0', target: `${layout}InstancesMax=2\n` });
  const { tool } = await check();
  expect(tool).toMatchObject({ stored: ['4.0', '3.0', '2.0', '1.0'], surplus: ['3.0', '2.0'] });
  const sizes = ['4.0', '3.0', '2.0', '1.0'].map(
    (version) => statSync(join(scratch.path, `tree/var/lib/extensions.d/tool/tool-${version}.raw`)).size,
  );
  expect(tool?.storedSizes).toEqual(sizes);
  const change = requestVacuumTransfer({ class: 'sysext', name: 'tool' }, 'tool');
  const { deletes } = await host.plan({ ...EMPTY_REQUEST, changes: [change], classes: ['sysext'], action: 'none' });
  expect(deletes).toEqual(
    ['3.0', '2.0'].map((version, at) => ({ class: 'sysext', name: 'tool', version, size: sizes[at + 1] })),
  );
});

test('nothing is new where the newest is installed, and what is not installed at all is', async () => {
  publish('tool', 'tool', '1.0');
  publish('other', 'other', '3.0');
  install('tool', '1.0');
  follow('tool');
  follow('other');
  expect(await check()).toMatchObject({
    tool: { installed: '1.0', newest: null, release: null, problem: null },
    other: { installed: null, newest: '3.0', way: 'download' },
  });
});

test('a local folder is a source as well', async () => {
  scratch.put('tree/srv/images/tool-4.0.raw', image('tool', '4.0'));
  scratch.put('tree/srv/images/notes.txt', 'no image');
  follow('tool', { source: 'Type=regular-file\nPath=/srv/images\nMatchPattern=tool-@v.raw\n' });
  expect(await check()).toMatchObject({ tool: { newest: '4.0', versions: ['4.0'], problem: null } });
});

test('a version below MinVersion= is not offered', async () => {
  publish('tool', 'tool', '1.0', '2.0');
  follow('tool', { transfer: 'Verify=no\nMinVersion=3.0' });
  expect(await check()).toMatchObject({ tool: { newest: null } });
});

test('each that cannot be followed says why, and hides none of the others', async () => {
  publish('good', 'good', '1.0');
  follow('good');
  follow('gone');
  publish('signed', 'signed', '1.0');
  follow('signed', { transfer: 'Verify=yes' });
  follow('broken', { source: 'Type=url-file\nMatchPattern=broken-@v.raw\n' });
  publish('double', 'double', '1.0');
  follow('double');
  follow('double', { target: 'Path=/opt/parts\nMatchPattern=part-@v.bin\n' }, 'part');
  // Its link stands in no search directory, so it is no extension.
  publish('odd', 'odd', '1.0');
  follow('odd', { target: 'Path=/opt/odd\nMatchPattern=odd-@v.raw\nCurrentSymlink=/opt/odd.raw\n' });
  const items = await check();
  const told = (component: string) => [items[component]?.way, items[component]?.problem?.id ?? null];
  expect(Object.fromEntries(Object.keys(items).map((one) => [one, told(one)]))).toEqual({
    good: ['download', null],
    gone: ['download', 'source-not-found'],
    signed: ['download', 'source-not-verified'],
    broken: ['none', 'transfer-unusable'],
    double: ['none', 'several-transfers'],
  });
});

test('who signed what a transfer file follows is told, and where it is said what is new', async () => {
  const key = makeSigningKey(scratch, 'publisher');
  try {
    mkdirSync(join(scratch.path, 'tree/usr/lib/systemd'), { recursive: true });
    key.exportTo(join(scratch.path, 'tree/usr/lib/systemd/import-pubring.gpg'));
    publish('signed', 'signed', '2.0');
    scratch.put('list', served['signed/SHA256SUMS'] ?? '');
    key.sign(join(scratch.path, 'list'));
    served['signed/SHA256SUMS.gpg'] = readFileSync(join(scratch.path, 'list.gpg'));
    const logs = 'ChangeLog=https://example.org/news/@v\nChangeLog=http://example.org/in-the-clear';
    follow('signed', { transfer: `Verify=yes\n${logs}` });
    publish('plain', 'plain', '1.0');
    follow('plain');
    const { signed, plain } = await check();
    expect(signed).toMatchObject({
      signature: { isWanted: true, signedBy: key.fingerprint },
      notes: ['https://example.org/news/2.0'],
    });
    expect(plain).toMatchObject({ signature: { isWanted: false, signedBy: null }, notes: [] });
  } finally {
    key.close();
  }
});

test('what nobody answers for is told, and known again once the server is there', async () => {
  publish('tool', 'tool', '1.0');
  follow('tool');
  const list = served['tool/SHA256SUMS'] ?? Buffer.alloc(0);
  served['tool/SHA256SUMS'] = Buffer.from('<html>no list</html>');
  expect((await check())['tool']?.problem).not.toBeNull();
  served['tool/SHA256SUMS'] = list;
  expect((await check())['tool']).toMatchObject({ newest: '1.0', problem: null });
  // What was said is kept for whoever looks without asking.
  const asked = server.asked.length;
  const { items } = await checkUpdates(host, 'cache-only', null);
  expect(items).toMatchObject([{ component: 'tool', newest: '1.0' }]);
  expect(server.asked).toHaveLength(asked);
});

describe.runIf(isRoot)('as root', () => {
  test('it is downloaded, verified and installed where the transfer file wants it', async () => {
    publish('tool', 'tool', '1.0', '2.0');
    install('tool', '1.0');
    follow('tool');
    await check();
    const ids = await downloadUpdates(session, host, ['sysext/tool']);
    expect(await session.downloads.settled(ids, new AbortController().signal)).toMatchObject([{ error: null }]);
    const { request, misfits } = await updateRequest(session, host, ['sysext/tool'], { keep: 3 });
    expect(misfits).toEqual([]);
    const { revision } = await host.plan({ ...request, action: 'none' });
    const { id } = await host.apply({ ...request, action: 'none' }, revision);
    await host.operations.ended(id);
    expect(host.operations.get(id)).toMatchObject({ status: 'succeeded' });
    const store = join(scratch.path, 'tree/var/lib/extensions.d/tool');
    expect(readFileSync(join(store, 'tool-2.0.raw')).equals(served['tool/tool-2.0.raw'] ?? Buffer.alloc(0))).toBe(true);
    expect(await host.versionInUse('sysext', 'tool')).toBe('2.0');
    expect((await check())['tool']).toMatchObject({ installed: '2.0', newest: null, stored: ['2.0', '1.0'] });
  });
});
