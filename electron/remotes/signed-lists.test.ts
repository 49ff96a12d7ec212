/** Lists that are signed: half published, from yesterday, past their day, or by a key that cannot sign. */
import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openCatalogPerTest } from '../../e2e/harness/catalog-per-test.ts';
import { askRemote } from '../../e2e/harness/catalog-room.ts';
import { makeSigningKey, type SigningKey } from '../../e2e/harness/openpgp-key.ts';
import { writeSums } from '../../e2e/harness/remotes.ts';
import type { Remote } from '../../shared/model/catalog.ts';
import { ownTexts } from '../lists/own-texts.ts';

const { scratch, room, serveFolder } = openCatalogPerTest('signed-lists', ownTexts);
const keys: SigningKey[] = [];
afterEach(() => {
  for (const one of keys.splice(0)) one.close();
});

const list = () => join(scratch.path, 'served/SHA256SUMS');

function keyOf(name: string, made = {}): SigningKey {
  const key = makeSigningKey(scratch, name, made);
  keys.push(key);
  return key;
}

/** Puts a list of one image there. */
function publish(version: string): void {
  rmSync(join(scratch.path, 'served'), { recursive: true, force: true });
  scratch.put(`served/tool-${version}.raw`, `image ${version}`);
  writeSums(scratch, 'served');
}

let second = 1_700_000_000;
/** nginx tells a file by its second and its size, and a test is quicker than that. */
function settle(): void {
  second++;
  for (const file of [list(), `${list()}.gpg`]) if (existsSync(file)) utimesSync(file, second, second);
}

/** Asks after what is there was settled. */
function asked(url: string, change: Partial<Remote>, catalog = room()) {
  settle();
  return askRemote(catalog, url, change);
}

const versionsOf = ({ entries }: { entries: readonly { version: string }[] }) => entries.map(({ version }) => version);

describe('a list and its signature are one thing', () => {
  test('half of it published, the old one stays and serves, also to the next Veneer and offline', async () => {
    const key = keyOf('it');
    publish('1.0');
    key.sign(list());
    const { url, stop } = await serveFolder('served');
    const pinned = { trust: 'pinned', key: key.armour } as const;
    expect(versionsOf(await asked(url, pinned))).toEqual(['1.0']);
    const signature = readFileSync(`${list()}.gpg`);
    publish('2.0');
    writeFileSync(`${list()}.gpg`, signature);
    const half = await asked(url, pinned);
    expect(versionsOf(half)).toEqual(['1.0']);
    expect(half.state).toMatchObject({ status: 'offline', error: { code: 'not-verified' } });
    // Without one at all as well.
    rmSync(`${list()}.gpg`);
    expect(versionsOf(await asked(url, pinned))).toEqual(['1.0']);
    key.sign(list());
    const whole = await asked(url, pinned);
    expect(versionsOf(whole)).toEqual(['2.0']);
    expect(whole.state).toMatchObject({ status: 'current', error: null });
    writeFileSync(`${list()}.gpg`, signature);
    await asked(url, pinned);
    await stop();
    expect(versionsOf(await asked(url, pinned))).toEqual(['2.0']);
  });

  test('what is kept does not outlive the trust in who signed it', async () => {
    const [key, other] = [keyOf('it'), keyOf('other')];
    publish('1.0');
    key.sign(list());
    const { url } = await serveFolder('served');
    await askRemote(room(), url, { trust: 'pinned', key: key.armour });
    const { state, entries } = await askRemote(room(), url, { trust: 'pinned', key: other.armour });
    expect(state).toMatchObject({ status: 'failed', error: { code: 'not-verified' } });
    expect(entries).toEqual([]);
  });
});

describe('rollback and freeze', () => {
  test('an older list with its own good signature is refused, until a person accepts it', async () => {
    const key = keyOf('it', { at: '20250101T000000' });
    const pinned = { trust: 'pinned', key: key.armour } as const;
    publish('1.0');
    key.sign(list(), '20250201T000000');
    const old = [readFileSync(list()), readFileSync(`${list()}.gpg`)] as const;
    publish('2.0');
    key.sign(list(), '20250301T000000');
    const { url } = await serveFolder('served');
    const newest = await asked(url, pinned);
    expect(newest.state.signedAt).toBe(Date.parse('2025-03-01T00:00:00Z'));
    writeFileSync(list(), old[0]);
    writeFileSync(`${list()}.gpg`, old[1]);
    const shown = await asked(url, pinned);
    expect(versionsOf(shown)).toEqual(['2.0']);
    expect(shown.state.error?.message.text).toContain('older than the one of 2025-03-01');
    // A cache that is lost takes the list with it, and not what is known of its time.
    rmSync(join(scratch.path, 'cache'), { recursive: true });
    const lost = await asked(url, pinned);
    expect(lost.entries).toEqual([]);
    expect(lost.state).toMatchObject({ status: 'failed', error: { code: 'not-verified' } });
    const catalog = room();
    catalog.acceptOlder('it');
    expect(versionsOf(await asked(url, pinned, catalog))).toEqual(['1.0']);
  });

  test('a day that is none refuses the list, as systemd-sysupdate does; of several the first counts', async () => {
    const { url } = await serveFolder('.');
    for (const day of ['9999-99-99', '2026-02-31', '2999-1-1', 'tomorrow', '']) {
      publish('1.0');
      writeSums(scratch, 'served', `${'a'.repeat(64)}  BEST-BEFORE-${day}\n`);
      const { state, entries } = await askRemote(room(), `${url}served`);
      expect(entries).toEqual([]);
      expect(state.error).toMatchObject({ code: 'not-verified' });
    }
    const line = (day: string) => `${'a'.repeat(64)}  BEST-BEFORE-${day}\n`;
    rmSync(join(scratch.path, 'cache'), { recursive: true, force: true });
    publish('1.0');
    writeSums(scratch, 'served', line('2020-01-01') + line('2999-01-01'));
    expect((await askRemote(room(), `${url}served`)).entries).toEqual([]);
    writeSums(scratch, 'served', line('2999-01-01'));
    expect((await askRemote(room(), `${url}served`)).entries).toHaveLength(1);
  });
});

test('a key that is revoked, expired or not for signing is told when it is given', async () => {
  const add = (armour: string) =>
    room().remotes.put({ name: 'it', url: 'https://example.org/', enabled: false, trust: 'pinned', key: armour }, true);
  await expect(add(keyOf('old', { at: '20250101T000000', lasts: '1d' }).armour)).rejects.toThrow(
    'That key cannot sign a list: it expired on 2025-01-02.',
  );
  await expect(add(keyOf('gone').revoke())).rejects.toThrow('it was revoked');
  await expect(add(keyOf('good').armour)).resolves.toMatchObject({ trust: 'pinned' });
});
