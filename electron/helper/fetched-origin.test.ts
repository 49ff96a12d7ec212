/** What is kept of what systemd-sysupdate fetched; e2e/testbed/fetched.system.ts has it done by the real one. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { parseOrigin } from '../../shared/images/origin.ts';
import { storeFor } from '../../shared/images/store.ts';
import { originOfEntry } from '../extensions/image-origin.ts';
import { originIn, readStores } from '../extensions/stores.ts';
import { keepingOrigins } from './fetched-origin.ts';
import { sweepStores } from './store.ts';

const FOLDER = 'var/lib/extensions.d/tool';
const FILE = 'etc/sysupdate.tool.d/50-x.transfer';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('fetched-origin');
  vi.stubEnv('PKEXEC_UID', '1234');
});
afterEach(() => {
  vi.unstubAllEnvs();
  tree.remove();
});

const at = (path: string) => join(tree.path, path);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const recordAt = (path: string) => parseOrigin(readFileSync(at(path), 'utf8'));

interface Lines {
  readonly transfer?: string;
  readonly source?: string;
  readonly path?: string;
  readonly patterns?: string;
  readonly target?: string;
  readonly folder?: string;
}

/** A transfer file (sysupdate.d(5)). */
function transfer(path: string, lines: Lines = {}): void {
  const { source = 'url-file', path: from = 'https://example.org/tool/', patterns = 'tool-@v.raw' } = lines;
  tree.put(
    path,
    `[Transfer]\n${lines.transfer ?? ''}\n[Source]\nType=${source}\nPath=${from}\nMatchPattern=${patterns}\n` +
      `[Target]\nType=regular-file\nPath=${lines.folder ?? `/${FOLDER}`}\nMatchPattern=${lines.target ?? 'tool-@v.raw'}\n` +
      'CurrentSymlink=/var/lib/extensions/tool.raw\n',
  );
}

const fetching = (files: Readonly<Record<string, string>>, systemdVersion = 257) =>
  keepingOrigins(tree.path, 'tool', systemdVersion, async () => {
    for (const [path, content] of Object.entries(files)) tree.put(path, content);
    return 'said';
  });

test('a new image has the address that its one name gives, the hash of its bytes, and who asked', async () => {
  transfer(FILE);
  tree.put(`${FOLDER}/tool-1.0.raw`, 'one');
  const before = Date.now();
  expect(await fetching({ [`${FOLDER}/tool-2.0.raw`]: 'two!' })).toEqual({ said: 'said', problems: [] });
  const { installedAt, ...record } = recordAt(`${FOLDER}/.origin:tool-2.0.raw.json`) ?? { installedAt: 0 };
  expect(record).toEqual({
    remote: null,
    address: 'https://example.org/tool/tool-2.0.raw',
    sha256: null,
    signedBy: null,
    signedAt: null,
    sysupdate: { transferFile: `/${FILE}`, source: 'https://example.org/tool/', verify: true },
    installedBy: 1234,
    size: 4,
    imageSha256: sha256('two!'),
  });
  expect(installedAt).toBeGreaterThanOrEqual(before);
  const tool = { class: 'sysext', name: 'tool', path: '', realPath: '' } as const;
  const stores = readStores(tree.path, ['sysext'], [tool], []);
  // Of what was there before nothing is known.
  expect(existsSync(at(`${FOLDER}/.origin:tool-1.0.raw.json`))).toBe(false);
  expect(originIn(stores, storeFor('sysext', 'kept'), 'tool', 'tool-2.0.raw')).toMatchObject(record);
});

test.each<[string, Lines, object]>([
  ['no signature was wanted', { transfer: 'Verify=no' }, { sysupdate: { verify: false } }],
  // systemd 257 checks lists of servers alone.
  [
    'a folder of this machine',
    { source: 'regular-file', path: '/srv/a b' },
    { address: 'file:///srv/a%20b/tool-2.0.raw', sysupdate: { verify: false } },
  ],
  ['another server without TLS', { path: 'http://example.org' }, { address: 'http://example.org/tool-2.0.raw' }],
  [
    'several names',
    { patterns: 'tool-@v.raw tool-@v.raw.xz' },
    { address: null, sysupdate: { source: 'https://example.org/tool/' } },
  ],
  ['a name with more than the version', { patterns: 'tool-@v-@h.raw' }, { address: null }],
  ['a password', { path: 'https://me:secret@example.org/' }, { address: null, sysupdate: { source: null } }],
])('%s', async (_, lines, expected) => {
  transfer(FILE, lines);
  await fetching({ [`${FOLDER}/tool-2.0.raw`]: 'two' });
  const text = readFileSync(at(`${FOLDER}/.origin:tool-2.0.raw.json`), 'utf8');
  expect(parseOrigin(text)).toMatchObject(expected);
  expect(text).not.toContain('secret');
});

test('in a flat folder and a .v folder it stands beside its image, and goes with it', async () => {
  transfer(FILE, { folder: '/var/lib/extensions.d/' });
  transfer('etc/sysupdate.tool.d/60-picked.transfer', {
    folder: '/var/lib/extensions',
    target: 'tool.raw.v/tool_@v.raw',
  });
  const [flat, picked] = ['var/lib/extensions.d/tool-2.0.raw', 'var/lib/extensions/tool.raw.v/tool_3.0.raw'];
  await fetching({ [flat]: 'flat', [picked]: 'picked' });
  for (const [path, transferFile] of [
    [flat, `/${FILE}`],
    [picked, '/etc/sysupdate.tool.d/60-picked.transfer'],
  ] as const) {
    const entry = { class: 'sysext', name: 'tool', realPath: `/${path}`, size: null } as const;
    expect(originOfEntry(tree.path, entry, () => true)).toMatchObject({ sysupdate: { transferFile } });
    unlinkSync(at(path));
    sweepStores(tree.path, 'sysext');
    expect(originOfEntry(tree.path, entry, () => true)).toBe(null);
    expect(existsSync(at(path.replace(/[^/]+$/, '.origin:$&.json')))).toBe(false);
  }
});

test('a file in the place of another is a new one', async () => {
  transfer(FILE);
  tree.put(`${FOLDER}/tool-1.0.raw`, 'one');
  await keepingOrigins(tree.path, 'tool', 257, async () => {
    unlinkSync(at(`${FOLDER}/tool-1.0.raw`));
    tree.put(`${FOLDER}/tool-1.0.raw`, 'other');
  });
  expect(recordAt(`${FOLDER}/.origin:tool-1.0.raw.json`)).toMatchObject({ imageSha256: sha256('other') });
});

test('what cannot be told is not kept, and said', async () => {
  transfer(FILE);
  transfer('etc/sysupdate.tool.d/60-too.transfer', { path: 'https://example.net/' });
  const path = `/${FOLDER}/tool-2.0.raw`;
  expect(await fetching({ [path.slice(1)]: 'two' })).toMatchObject({
    problems: [`From where ${path} came is not kept: several transfer files fit.`],
  });
  expect(existsSync(at(`${FOLDER}/.origin:tool-2.0.raw.json`))).toBe(false);
});

test('a transfer file that does not count tells nothing: masked, old, or of a feature that is off', async () => {
  transfer(FILE);
  tree.put('usr/lib/sysupdate.tool.d/60-masked.transfer', readFileSync(at(FILE), 'utf8').replace('.org', '.net'));
  tree.put('etc/sysupdate.tool.d/60-masked.transfer', '');
  transfer('etc/sysupdate.tool.d/70-old.conf', { path: 'https://example.net/' });
  transfer('etc/sysupdate.tool.d/80-off.transfer', { transfer: 'Features=more', path: 'https://example.net/' });
  expect(await fetching({ [`${FOLDER}/tool-2.0.raw`]: 'two' })).toMatchObject({ problems: [] });
  expect(recordAt(`${FOLDER}/.origin:tool-2.0.raw.json`)).toMatchObject({ sysupdate: { transferFile: `/${FILE}` } });
});

test('nor is anything written beside what is no extension, such as a kernel', async () => {
  tree.put(
    'etc/sysupdate.tool.d/50-os.transfer',
    '[Source]\nType=url-file\nPath=https://example.org/\nMatchPattern=os_@v.raw\n[Target]\nType=regular-file\nPath=/boot/os\nMatchPattern=os_@v.raw\n',
  );
  expect(await fetching({ 'boot/os/os_2.raw': 'os' })).toMatchObject({ problems: [] });
  expect(existsSync(at('boot/os/.origin:os_2.raw.json'))).toBe(false);
});

test('work that failed is kept as far as it came, and what could not be kept fails nothing', async () => {
  transfer(FILE);
  const failing = keepingOrigins(tree.path, 'tool', 257, async () => {
    tree.put(`${FOLDER}/tool-2.0.raw`, 'two');
    throw new Error('the server is away');
  });
  await expect(failing).rejects.toThrow('the server is away');
  expect(recordAt(`${FOLDER}/.origin:tool-2.0.raw.json`)).toMatchObject({ imageSha256: sha256('two') });
  mkdirSync(at(`${FOLDER}/.origin:tool-3.0.raw.json/in the way`), { recursive: true });
  const { problems } = await fetching({ [`${FOLDER}/tool-3.0.raw`]: 'three' });
  expect(problems.map(({ text }) => text)).toEqual([
    expect.stringContaining(`From where /${FOLDER}/tool-3.0.raw came could not be kept: `),
  ]);
});
