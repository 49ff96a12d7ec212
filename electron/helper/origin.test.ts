import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { MAX_ORIGIN, parseOrigin, type Served, type ShownOrigin } from '../../shared/images/origin.ts';
import { storeFor } from '../../shared/images/store.ts';
import { originIn, readStores } from '../extensions/stores.ts';
import { installImage } from './install.ts';
import { removeExtension, vacuumStore } from './remove.ts';
import { sweepStores } from './store.ts';

const STORE = storeFor('sysext', 'kept');
/** The entry by whose name its folder is found. */
const TOOL = [{ class: 'sysext', name: 'tool', path: '', realPath: '' }] as const;
const FOLDER = 'var/lib/extensions.d/tool';

const FROM: Served = {
  remote: 'bakery',
  address: 'https://example.org/tool/tool-1.0.raw.xz',
  sha256: 'b'.repeat(64),
  signedBy: 'A'.repeat(40),
  signedAt: 1_700_000_000_000,
};

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('origin');
});
afterEach(() => {
  vi.unstubAllEnvs();
  tree.remove();
});

const at = (path: string) => join(tree.path, path);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const recordOf = (version: string) => at(`${FOLDER}/.origin:tool-${version}.raw.json`);
const read = (version: string) =>
  originIn(readStores(tree.path, ['sysext'], TOOL, []), STORE, 'tool', `tool-${version}.raw`);
const named = () => ({ class: 'sysext', root: tree.path, name: 'tool' }) as const;

function put(version: string, origin: Served | null, keep: number | null = null): void {
  tree.put('image', version);
  const fd = openSync(at('image'), 'r');
  const image = { store: STORE, version, architecture: null, sha256: sha256(version), versioned: false, adopts: null };
  try {
    installImage({ ...named(), ...image, keep, origin, current: true }, fd, () => {});
  } finally {
    closeSync(fd);
  }
}

test('the record is beside the image, of who asked, and can be read by everybody', () => {
  vi.stubEnv('PKEXEC_UID', '1234');
  const before = Date.now();
  put('1.0', FROM);
  const { installedAt, ...record } = read('1.0') as ShownOrigin;
  expect(record).toEqual({
    ...FROM,
    sysupdate: null,
    installedBy: 1234,
    account: null,
    size: 3,
    imageSha256: sha256('1.0'),
  });
  expect(installedAt).toBeGreaterThanOrEqual(before);
  expect(installedAt).toBeLessThanOrEqual(Date.now());
  expect(lstatSync(recordOf('1.0')).mode & 0o777).toBe(0o644);
  tree.put('etc/passwd', 'anna:x:1234:1234::/:\n');
  expect(read('1.0')).toMatchObject({ installedBy: 1234, account: 'anna' });
  put('2.0', null);
  expect(read('2.0')).toMatchObject({ remote: null, address: null, signedBy: null, sha256: sha256('2.0') });
});

test('the same bytes as a file once more came from where they came from; from a remote they are its own', () => {
  put('1.0', FROM);
  put('1.0', null);
  expect(read('1.0')).toMatchObject(FROM);
  put('2.0', null);
  put('2.0', FROM);
  expect(read('2.0')).toMatchObject(FROM);
});

test('a version that could not be written down does not count', () => {
  put('1.0', FROM);
  tree.put(`${FOLDER}/.origin:tool-2.0.raw.json/in the way`, '');
  expect(() => put('2.0', FROM)).toThrow();
  expect(readlinkSync(at('var/lib/extensions/tool.raw'))).toContain('tool-1.0.raw');
});

test('it goes with its image, whoever took that', () => {
  for (const version of ['1.0', '2.0', '3.0']) put(version, FROM);
  vacuumStore({ ...named(), keep: 1 });
  expect(['1.0', '2.0', '3.0'].map((one) => existsSync(recordOf(one)))).toEqual([false, true, true]);
  unlinkSync(at(`${FOLDER}/tool-2.0.raw`));
  tree.put(`${FOLDER}/.origin:notes.json`, 'of a person');
  sweepStores(tree.path, 'sysext');
  expect([recordOf('2.0'), recordOf('3.0'), at(`${FOLDER}/.origin:notes.json`)].map((one) => existsSync(one))).toEqual([
    false,
    true,
    true,
  ]);
  unlinkSync(at(`${FOLDER}/.origin:notes.json`));
  removeExtension({ ...named(), purge: true });
  expect(existsSync(at(FOLDER))).toBe(false);
});

test.each<[string, (record: object) => string | Buffer]>([
  ['what is no JSON', () => '{"version":1'],
  ['nothing', () => ''],
  ['a list', () => '[]'],
  ['null', () => 'null'],
  ['a later version', (record) => JSON.stringify({ ...record, version: 2 })],
  ['no user', (record) => JSON.stringify({ ...record, installedBy: -1 })],
  ['no time', (record) => JSON.stringify({ ...record, installedAt: '2026' })],
  ['no transfer file', (record) => JSON.stringify({ ...record, sysupdate: { transferFile: '../x', verify: true } })],
  ['no word of a signature', (record) => JSON.stringify({ ...record, sysupdate: { transferFile: '/etc/x.transfer' } })],
  ['another file', (record) => JSON.stringify({ ...record, size: 4 })],
  ['too much', (record) => JSON.stringify(record) + ' '.repeat(MAX_ORIGIN)],
])('a record that holds %s tells nothing', (_, damage) => {
  put('1.0', FROM);
  const whole = JSON.parse(readFileSync(recordOf('1.0'), 'utf8')) as object;
  writeFileSync(recordOf('1.0'), damage(whole));
  expect(read('1.0')).toBe(null);
});

test('what a key signed never passes for what nobody signed', () => {
  put('1.0', FROM);
  const whole = JSON.parse(readFileSync(recordOf('1.0'), 'utf8')) as object;
  for (const bad of [
    { signedBy: 'someone' },
    { signedBy: 7 },
    { remote: '../x' },
    { address: 'http://example.org/a' },
  ]) {
    expect(parseOrigin(JSON.stringify({ ...whole, ...bad }))).toMatchObject({ remote: null, address: null });
  }
});
