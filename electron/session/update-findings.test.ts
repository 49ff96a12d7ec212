/**
 * Each finding on remotes, and on what keeps an extension current, made for real: with real servers that the Doctor's host was asked of
 * before. Nothing is found where all is well; then one trouble is made. Where systemd-sysupdate has to be there, e2e/testbed has it.
 */
import { mkdirSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FaultyServer, serveFaults, serveFile } from '../../e2e/harness/faulty-server.ts';
import { hashOf, imageOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import type { Host } from '../hosts/host.ts';
import { lookOver } from './doctor-calls.ts';
import type { Session } from './session.ts';
import { checkUpdates } from './update-calls.ts';

let scratch: Scratch;
let server: FaultyServer;
let session: Session;
let host: Host;
/** What the server has by its path, or the status with which it refuses. */
let served: Record<string, Buffer | number>;

const at = (path: string) => join(scratch.path, 'tree', path);
const put = (path: string, content: string | Buffer) => scratch.put(`tree/${path}`, content);
const image = (name: string, version: string) =>
  imageOf(scratch, { name, release: `ID=_any\nSYSEXT_VERSION_ID=${version}\n` });

function link(path: string, target: string): void {
  mkdirSync(join(at(path), '..'), { recursive: true });
  symlinkSync(target, at(path));
}

/** Puts versions into a folder of the server, with the list of their hashes. */
function publish(name: string, ...versions: string[]): void {
  const files = versions.map((version) => [`${name}-${version}.raw`, image(name, version)] as const);
  for (const [file, bytes] of files) served[`${name}/${file}`] = bytes;
  served[`${name}/SHA256SUMS`] = Buffer.from(files.map(([file, bytes]) => `${hashOf(bytes)}  ${file}\n`).join(''));
}

interface Transfer {
  readonly path?: string;
  readonly transfer?: string;
  readonly target?: string;
  readonly folder?: string;
  readonly file?: string;
}

const LAYOUT =
  'Path=/var/lib/extensions.d/tool\nMatchPattern=tool-@v.raw\nCurrentSymlink=/var/lib/extensions/tool.raw\n';

/** A transfer file of sysupdate.d(5) that keeps tool current. */
function follow(change: Transfer = {}): void {
  const { path = `${server.url}tool/`, transfer = 'Verify=no', target = LAYOUT } = change;
  const { folder = 'sysupdate.tool.d', file = 'tool' } = change;
  put(
    `etc/${folder}/${file}.transfer`,
    `[Transfer]\n${transfer}\n[Source]\nType=url-file\nPath=${path}\nMatchPattern=tool-@v.raw\n` +
      `[Target]\nType=regular-file\n${target}`,
  );
}

async function open(asSystemd = 257): Promise<void> {
  const root = join(scratch.path, 'tree');
  ({ session, host } = await openSession(scratch, root, { asSystemd, reader: createOwnReader() }));
}

const REMOTE = { name: 'mine', enabled: true, trust: 'unsigned', key: null } as const;

/** What the Doctor finds after everybody was asked. */
async function idsOf(): Promise<string[]> {
  await session.catalog.refresh('revalidate', null, host.release(), null);
  await checkUpdates(host, 'revalidate', null);
  return (await lookOver(session, host, null)).items.map(({ diagnosis }) => diagnosis.id);
}

beforeEach(async () => {
  scratch = makeScratch('update-findings');
  put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  served = {};
  server = await serveFaults((request, response) => {
    const content = served[String(request.url).slice(1)] ?? 404;
    if (typeof content === 'number') response.writeHead(content).end();
    else serveFile(request, response, { content });
  });
  put('var/lib/extensions.d/tool/tool-1.0.raw', image('tool', '1.0'));
  link('var/lib/extensions/tool.raw', '/var/lib/extensions.d/tool/tool-1.0.raw');
  publish('tool', '1.0', '2.0');
  follow();
  publish('other', '1.0');
  await open();
  await session.catalog.remotes.put({ ...REMOTE, url: `${server.url}other/` }, false);
});
afterEach(async () => {
  session.close();
  await server.stop();
  scratch.remove();
});

/** What nobody listens on: the port was this test's own. */
async function silentAddress(): Promise<string> {
  const gone = await serveFaults(() => {});
  await gone.stop();
  return gone.url;
}

/** By the id of the finding that each leads to. */
const TROUBLES: Readonly<Record<string, () => void | Promise<void>>> = {
  'source-unreachable': async () => follow({ path: await silentAddress() }),
  'source-server-error': () => {
    // The list that was there before is shown, and does not stand for an answer.
    served['tool/SHA256SUMS'] = 500;
  },
  'source-not-verified': () => follow({ transfer: 'Verify=yes' }),
  'source-too-large': () => {
    put('list/SHA256SUMS', '');
    truncateSync(at('list/SHA256SUMS'), 1e9);
    follow({ path: `file://${at('list')}/` });
  },
  'source-not-found': () => {
    delete served['tool/SHA256SUMS'];
  },
  // Refused before anybody is asked: Veneer follows no address in the clear but to this machine.
  'source-unusable': () => follow({ path: 'http://example.org/tool/' }),
  'transfer-unusable': () => put('etc/sysupdate.tool.d/tool.transfer', '[Source]\nType=nonsense\n'),
  'several-transfers': () => follow({ file: 'part', target: 'Path=/opt/parts\nMatchPattern=part-@v.bin\n' }),
  'layout-unknown': () =>
    follow({ target: 'Path=/opt/tool\nMatchPattern=tool-@v.raw\nCurrentSymlink=/var/lib/extensions/tool.raw\n' }),
  'remote-unusable': async () => {
    await session.catalog.remotes.put({ ...REMOTE, url: await silentAddress() }, false);
  },
  'remote-not-renewed': async () => {
    await idsOf();
    served['other/SHA256SUMS'] = 500;
  },
  'remote-entries-left-out': () => {
    served['other/SHA256SUMS'] = Buffer.from(`${'a'.repeat(64)}  ../other-2.0.raw\n`);
  },
};

test.each(Object.entries(TROUBLES))('%s is found once its trouble is made, and not before it', async (id, make) => {
  expect(await idsOf()).toEqual([]);
  await make();
  expect(await idsOf()).toContain(id);
});

test('kept-with-os is found where the OS has the transfer file, and not of a component of its own', async () => {
  expect(await idsOf()).not.toContain('kept-with-os');
  put('etc/sysupdate.tool.d/tool.transfer', '');
  follow({ folder: 'sysupdate.d' });
  follow({ folder: 'sysupdate.d', file: 'kernel', target: 'Path=/boot\nMatchPattern=linux-@v.efi\n' });
  expect(await idsOf()).toContain('kept-with-os');
});

test('component-off is found where sysupdate.components(5) has it off, which counts from 262 on', async () => {
  put('etc/sysupdate.tool.component', '[Component]\nEnabled=no\n');
  expect(await idsOf()).not.toContain('component-off');
  session.close();
  await open(262);
  expect(await idsOf()).toContain('component-off');
});

test.each([
  ['kept-by-flatcar', '/oem/sysext'],
  ['kept-by-sysextmgr', '/var/lib/sysext-store'],
])('%s is found of an image in %s, and not of one that Veneer keeps', async (id, store) => {
  publish('other', '2.0');
  const bytes = image('other', '1.0');
  put('var/lib/extensions.d/other/other-1.0.raw', bytes);
  link('etc/extensions/other.raw', '/var/lib/extensions.d/other/other-1.0.raw');
  expect(await idsOf()).toEqual([]);
  put(`${store}/other-1.0.raw`, bytes);
  rmSync(at('etc/extensions/other.raw'));
  link('etc/extensions/other.raw', `${store}/other-1.0.raw`);
  expect(await idsOf()).toContain(id);
});
