/** From where updates come: real cores, real lists of two remotes; who wins is not who has the highest number. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { serveFolder, type WebServer } from '../../e2e/harness/nginx.ts';
import { putOldOrigin } from '../../e2e/harness/old-origins.ts';
import { makeSigningKey, type SigningKey } from '../../e2e/harness/openpgp-key.ts';
import { imageOf, writeSums } from '../../e2e/harness/remotes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import { canUpdate, takenFrom } from '../../shared/changes/updatable.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Host } from '../hosts/host.ts';
import { checkAutomatically } from '../session/automatic.ts';
import type { Session } from '../session/session.ts';
import { checkUpdates, downloadUpdates } from '../session/update-calls.ts';
import { createOrigins, type InstalledVersion, isFrom, type Origin } from './origins.ts';

let scratch: Scratch;
let session: Session;
let host: Host;
let key: SigningKey;
const servers: WebServer[] = [];
beforeEach(async () => {
  scratch = makeScratch('origins');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  scratch.put('tree/var/lib/extensions/tool.raw', image('1.0'));
  key = makeSigningKey(scratch, 'it');
  ({ session, host } = await openSession(scratch, join(scratch.path, 'tree')));
});
afterEach(async () => {
  session.close();
  for (const one of servers.splice(0)) await one.stop();
  key.close();
  scratch.remove();
});

const image = (version: string) =>
  imageOf(scratch, { name: 'tool', release: `ID=_any\nSYSEXT_VERSION_ID=${version}\n` });

/** A folder with one version, as a remote that is on. */
async function remote(name: string, version: string, signed = false): Promise<string> {
  scratch.put(`${name}/tool-${version}.raw`, image(version));
  writeSums(scratch, name);
  if (signed) key.sign(join(scratch.path, name, 'SHA256SUMS'));
  const server = await serveFolder(scratch, name);
  servers.push(server);
  const trust = signed ? ({ trust: 'pinned', key: key.armour } as const) : ({ trust: 'unsigned', key: null } as const);
  await session.catalog.remotes.put({ name, url: server.url, enabled: true, ...trust }, true);
  return server.url;
}

function installedFrom(origin: Origin | null): void {
  const root = join(scratch.path, 'tree');
  const { length: size } = image('1.0');
  putOldOrigin(
    join(scratch.path, 'state'),
    { root, class: 'sysext', name: 'tool', version: '1.0', architecture: null, size },
    origin,
  );
}

const look = async () => (await checkUpdates(host, 'revalidate', null)).items.find(({ name }) => name === 'tool');

describe('what another remote has is told, and never had unasked', () => {
  test('of what came from a file', async () => {
    await remote('signed', '2.0', true);
    await remote('zz-other', '99.0');
    const item = await look();
    expect(item).toMatchObject({ installed: '1.0', newest: null, release: null });
    expect(item?.elsewhere.map((one) => [one.remote, one.version, one.release.signedBy])).toEqual([
      ['zz-other', '99.0', null],
      ['signed', '2.0', key.fingerprint],
    ]);
    expect(item === undefined || canUpdate(item)).toBe(false);
    expect(await checkAutomatically(session, host, 'download')).toMatchObject({ failed: [] });
    expect(session.downloads.list()).toEqual([]);
    await expect(downloadUpdates(session, host, ['sysext/tool'])).rejects.toMatchObject({ code: 'not-found' });
    // By its name it is had.
    const [id = ''] = await downloadUpdates(session, host, ['sysext/tool'], 'signed');
    await session.downloads.settled([id], new AbortController().signal);
    expect(session.downloads.list()).toMatchObject([
      { release: { remote: 'signed', version: '2.0' }, status: 'ready' },
    ]);
    // Taken from the folder of the queue it is still from there.
    const address = expect.stringMatching(/\/tool-2\.0\.raw$/);
    expect(session.fetched.of(session.downloads.list()[0]?.sha256 ?? '')).toMatchObject({
      ...{ remote: 'signed', address, signedBy: key.fingerprint, signedAt: expect.any(Number) },
    });
    expect(item === undefined ? null : takenFrom(item, 'nobody')).toBe(null);
  });

  test('of what came from a signed remote: its own is the update, the higher one a choice', async () => {
    const folder = await remote('signed', '2.0', true);
    await remote('zz-other', '99.0');
    installedFrom({ remote: 'signed', folder, signedBy: key.fingerprint });
    const item = await look();
    expect(item).toMatchObject({ newest: '2.0', source: 'signed', release: { remote: 'signed' } });
    expect(item?.elsewhere).toMatchObject([{ remote: 'zz-other', version: '99.0' }]);
    await checkAutomatically(session, host, 'download');
    expect(session.downloads.list()).toMatchObject([{ release: { remote: 'signed', version: '2.0' } }]);
  });

  test('nor what its own remote has once another key signs there, or nobody', async () => {
    const folder = await remote('signed', '2.0', true);
    installedFrom({ remote: 'signed', folder, signedBy: 'A'.repeat(40) });
    expect(await look()).toMatchObject({ newest: null, elsewhere: [{ remote: 'signed' }] });
    await session.catalog.remotes.put(
      { name: 'signed', url: folder, enabled: true, trust: 'unsigned', key: null },
      false,
    );
    installedFrom({ remote: 'signed', folder, signedBy: key.fingerprint });
    expect(await look()).toMatchObject({ newest: null, elsewhere: [{ remote: 'signed' }] });
  });
});

test('a look that asks nobody does not take away what the servers said', async () => {
  const folder = await remote('it', '2.0');
  installedFrom({ remote: 'it', folder, signedBy: null });
  const asked = checkUpdates(host, 'revalidate', null);
  await new Promise((settle) => setImmediate(settle));
  const looked = [checkUpdates(host, 'cache-only', null), checkUpdates(host, 'cache-only', null)];
  await Promise.all([asked, ...looked]);
  const { items, checkedAt, isChecking } = host.updates.state();
  expect(items).toMatchObject([{ name: 'tool', newest: '2.0', fits: true }]);
  expect(checkedAt).toBeGreaterThan(Date.now() - 60_000);
  expect(host.updates.checkedAt()).not.toBe(null);
  expect(isChecking).toBe(false);
});

describe('the record', () => {
  const installed: InstalledVersion = {
    root: '/',
    class: 'sysext',
    name: 'tool',
    version: '1.0',
    architecture: 'x86-64',
    size: 10,
  };
  const origin: Origin = { remote: 'it', folder: 'https://example.org/', signedBy: null };

  test('is of one file under one name, and is lost with a file in its place', () => {
    const origins = createOrigins(join(scratch.path, 'record'));
    expect(origins.of(installed)).toBe(null);
    putOldOrigin(join(scratch.path, 'record'), installed, origin);
    expect(origins.of(installed)).toEqual(origin);
    for (const other of [
      { size: 11 },
      { version: '1.1' },
      { root: '/tree' },
      { class: 'confext' },
      { architecture: null },
    ])
      expect(origins.of({ ...installed, ...(other as Partial<InstalledVersion>) })).toBe(null);
    expect(createOrigins(join(scratch.path, 'record')).of(installed)).toEqual(origin);
    scratch.put('record/origins.json', '{"damaged');
    expect(origins.of(installed)).toBe(null);
    expect(existsSync(join(scratch.path, 'record/origins.json.damaged'))).toBe(true);
  });

  test('one bad value loses itself alone', () => {
    const origins = createOrigins(join(scratch.path, 'record'));
    const other = { ...installed, name: 'other' };
    for (const one of [installed, other]) putOldOrigin(join(scratch.path, 'record'), one, origin);
    const path = join(scratch.path, 'record/origins.json');
    const stored = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    const key = Object.keys(stored).find((one) => one.includes('"tool"')) ?? '';
    writeFileSync(path, JSON.stringify({ ...stored, [key]: { remote: 7 } }));
    expect([origins.of(installed), origins.of(other)]).toEqual([null, origin]);
  });

  test('knows a remote again by its key, else by its address; a key that comes is no other remote', () => {
    const from = (change: Partial<Release>) =>
      isFrom({ ...origin, ...change } as Release, { ...origin, signedBy: change.signedBy === 'B' ? 'A' : null });
    expect(from({})).toBe(true);
    expect(from({ folder: 'https://example.net/' })).toBe(false);
    // By the list of all before, by the folder of its extension since.
    expect(from({ folder: 'https://example.org/tool/' })).toBe(true);
    // Names are each user's own.
    expect(from({ remote: 'other' })).toBe(true);
    expect(from({ remote: 'other', folder: 'https://example.net/' })).toBe(false);
    expect(
      isFrom({ ...origin, folder: 'https://example.org/' } as Release, { ...origin, folder: 'https://example.org/a/' }),
    ).toBe(true);
    const other = { ...origin, remote: 'other', folder: 'https://example.org/' } as Release;
    expect(isFrom(other, { ...origin, folder: 'https://example.org/a/' })).toBe(false);
    expect(isFrom({ ...other, signedBy: 'A', folder: 'https://example.net/' }, { ...origin, signedBy: 'A' })).toBe(
      false,
    );
    expect(from({ signedBy: 'C' })).toBe(true);
    expect(from({ signedBy: 'B' })).toBe(false);
    const signed: Origin = { ...origin, signedBy: 'A' };
    expect(isFrom({ ...signed, folder: 'https://example.net/' } as Release, signed)).toBe(true);
    expect(isFrom({ ...signed, signedBy: null } as Release, signed)).toBe(false);
  });
});
