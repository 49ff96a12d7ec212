import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Extension } from '../../shared/model/extension.ts';
import { MEASURED_VERSIONS } from '../../shared/systemd/classes.ts';
import { readSystem } from './system.ts';
import { ownMounts } from './target.ts';

/** Any user that is not root; it needs no account. */
const ORDINARY_USER = 61_000;

const fixtures = new URL('../../e2e/fixtures/systemd/', import.meta.url);
const image = readFileSync(new URL('../../e2e/fixtures/images/gzip.raw', import.meta.url));
let scratch = '';
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'veneer-discovery-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function put(path: string, content: string | Buffer) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

interface Entry {
  readonly dir: string;
  readonly name: string;
  readonly kind: string;
}

const MAKE: Record<string, (directory: string, name: string) => void> = {
  dir: (d, n) => put(`${d}/${n}/usr/lib/extension-release.d/extension-release.${n}`, 'ID=_any\n'),
  emptydir: (d, n) => mkdirSync(`${d}/${n}`),
  raw: (d, n) => writeFileSync(`${d}/${n}.raw`, image, { flag: 'wx' }),
  rawempty: (d, n) => writeFileSync(`${d}/${n}.raw`, '', { flag: 'wx' }),
  file: (d, n) => writeFileSync(`${d}/${n}`, image, { flag: 'wx' }),
  rawsysext: (d, n) => writeFileSync(`${d}/${n}.sysext.raw`, image, { flag: 'wx' }),
  rawconfext: (d, n) => writeFileSync(`${d}/${n}.confext.raw`, image, { flag: 'wx' }),
  dirsysext: (d, n) => mkdirSync(`${d}/${n}.sysext/usr`, { recursive: true }),
  rawdir: (d, n) => mkdirSync(`${d}/${n}.raw`),
  fifo: (d, n) => expect(spawnSync('mkfifo', ['--', `${d}/${n}.raw`]).error).toBeUndefined(),
  null: (d, n) => symlinkSync('/dev/null', `${d}/${n}`),
  rawnull: (d, n) => symlinkSync('/dev/null', `${d}/${n}.raw`),
  linkdir: (d, n) => symlinkSync('/srv/realdir', `${d}/${n}`),
  linkraw: (d, n) => symlinkSync('/srv/real.raw', `${d}/${n}.raw`),
  dangling: (d, n) => symlinkSync('/srv/not-there', `${d}/${n}.raw`),
  v: (d, n) => {
    for (const version of ['1.2', '1.10', '1.3_arm64'])
      mkdirSync(`${d}/${n}.v/${n}_${version}/usr`, { recursive: true });
  },
  rawv: (d, n) => {
    for (const v of ['1.2', '1.10', '1.9_x86-64', '2.0_arm64']) put(`${d}/${n}.raw.v/${n}_${v}.raw`, image);
  },
};

function build(root: string, entries: readonly Entry[]) {
  put(`${root}/usr/lib/os-release`, 'ID=debian\nVERSION_ID=12\n');
  mkdirSync(`${root}/srv/realdir/usr`, { recursive: true });
  writeFileSync(`${root}/srv/real.raw`, image);
  for (const { dir, name, kind } of entries) {
    mkdirSync(`${root}/${dir}`, { recursive: true });
    const make = MAKE[kind];
    if (make === undefined) throw new Error(`the recordings have an unknown kind ${kind}`);
    try {
      make(`${root}/${dir}`, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** The tree as the `/` of a machine with that systemd. */
async function read(root: string, version: number): Promise<readonly Extension[]> {
  const { extensions } = await readSystem({ root, asSystemd: version, mounts: ownMounts(root) }, null);
  return extensions.filter((one) => one.class === 'sysext');
}

test('lists what systemd listed in every recorded tree', async () => {
  const cases: { id: number; entries: Entry[]; listed: Record<string, { name: string; type: string }[]> }[] =
    JSON.parse(readFileSync(new URL('discovery.json', fixtures), 'utf8'));
  const wrong: unknown[] = [];
  for (const { id, entries, listed } of cases) {
    const root = join(scratch, `discovery-${id}`);
    build(root, entries);
    for (const version of MEASURED_VERSIONS) {
      const ours = (await read(root, version))
        .filter((extension) => extension.listed)
        .map(({ name, type }) => `${name} ${type}`)
        .sort();
      const theirs = (listed[version] ?? []).map(({ name, type }) => `${name} ${type}`).sort();
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) wrong.push({ id, version, ours, theirs });
    }
    rmSync(root, { recursive: true });
  }
  expect(wrong).toEqual([]);
  expect(cases.length).toBe(285);
});

test('judges every recorded extension as systemd did, by the files on disk', async () => {
  interface Case {
    id: number;
    hostOsRelease: string;
    extensionRelease: string;
    releaseFileNames: string[];
    strictXattr: string | null;
    merged: Record<string, boolean>;
  }
  const cases: Case[] = JSON.parse(readFileSync(new URL('compatibility.json', fixtures), 'utf8'));
  const wrong: unknown[] = [];
  for (const { id, hostOsRelease, extensionRelease, releaseFileNames, strictXattr, merged } of cases) {
    const root = join(scratch, `compatibility-${id}`);
    const folder = `${root}/var/lib/extensions/x/usr/lib/extension-release.d`;
    mkdirSync(folder, { recursive: true });
    put(`${root}/usr/lib/os-release`, Buffer.from(hostOsRelease, 'utf8'));
    for (const name of releaseFileNames) {
      const file = `${folder}/extension-release.${name}`;
      writeFileSync(file, extensionRelease);
      if (strictXattr !== null) {
        const set = spawnSync('setfattr', ['-n', 'user.extension-release.strict', '-v', strictXattr, file]);
        expect(set.status, 'setfattr (package attr) must work in the temporary folder').toBe(0);
      }
    }
    for (const version of MEASURED_VERSIONS) {
      const [extension] = await read(root, version);
      if (extension?.verdict.compatible !== merged[version]) wrong.push({ id, version, verdict: extension?.verdict });
    }
    rmSync(root, { recursive: true });
  }
  expect(wrong).toEqual([]);
  expect(cases.length).toBe(800);
});

test('shows masks, shadows, ambiguous and dangling entries as what they are', async () => {
  const root = join(scratch, 'states');
  build(root, [
    { dir: 'etc/extensions', name: 'masked', kind: 'emptydir' },
    { dir: 'var/lib/extensions', name: 'masked', kind: 'raw' },
    { dir: 'run/extensions', name: 'shadowed', kind: 'dir' },
    { dir: 'var/lib/extensions', name: 'shadowed', kind: 'raw' },
    { dir: 'etc/extensions', name: 'null', kind: 'rawnull' },
    { dir: 'var/lib/extensions', name: 'null', kind: 'dir' },
    { dir: 'var/lib/extensions', name: 'two', kind: 'dir' },
    { dir: 'var/lib/extensions', name: 'two', kind: 'raw' },
    { dir: 'etc/extensions', name: 'gone', kind: 'dangling' },
    { dir: 'var/lib/extensions', name: 'void', kind: 'rawempty' },
  ]);
  const found = new Map((await read(root, 257)).map((extension) => [extension.path, extension]));
  const at = (path: string) => found.get(path);
  expect(at('/etc/extensions/masked')).toMatchObject({ masks: true, listed: true, state: 'masked' });
  expect(at('/var/lib/extensions/masked.raw')).toMatchObject({
    masked: true,
    maskedBy: '/etc/extensions/masked',
    listed: false,
    state: 'masked',
  });
  expect(at('/var/lib/extensions/shadowed.raw')).toMatchObject({
    shadowedBy: '/run/extensions/shadowed',
    state: 'hidden',
    listed: false,
  });
  expect(at('/etc/extensions/null.raw')?.warnings.map(({ id }) => id)).toEqual(['ineffective-mask']);
  expect(at('/var/lib/extensions/null')).toMatchObject({ listed: true, state: 'ready', masked: false });
  expect(at('/var/lib/extensions/two')?.ambiguousWith).toEqual(['/var/lib/extensions/two.raw']);
  expect(at('/var/lib/extensions/two.raw')?.ambiguousWith).toEqual(['/var/lib/extensions/two']);
  expect([at('/var/lib/extensions/two'), at('/var/lib/extensions/two.raw')].filter((e) => e?.listed)).toHaveLength(1);
  expect(at('/etc/extensions/gone.raw')).toMatchObject({ listed: false, state: 'broken' });
  expect(at('/var/lib/extensions/void.raw')).toMatchObject({ listed: true, blocksMerge: true, state: 'broken' });
});

test('says what may not be read instead of guessing', async () => {
  const root = join(scratch, 'secret');
  build(root, [{ dir: 'var/lib/extensions', name: 'secret', kind: 'raw' }]);
  chmodSync(`${root}/var/lib/extensions/secret.raw`, 0);
  // Root reads everything, so for root the effective user is another one meanwhile.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    chmodSync(scratch, 0o755);
    process.seteuid?.(ORDINARY_USER);
  }
  try {
    const [extension] = await read(root, 257);
    expect(extension).toMatchObject({ state: 'unknown', verdict: { compatible: null, code: 'permission' } });
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
});

test('a name that is too long for its release file hides no other entry', async () => {
  const root = join(scratch, 'overlong');
  const long = 'x'.repeat(245);
  build(root, [{ dir: 'var/lib/extensions', name: 'fine', kind: 'dir' }]);
  const other = `${root}/var/lib/extensions/${long}/usr/lib/extension-release.d/extension-release.other`;
  put(other, 'ID=_any\n');
  execFileSync('setfattr', ['-n', 'user.extension-release.strict', '-v', 'false', other]);
  const found = await read(root, 257);
  expect(found.map(({ name, state }) => [name, state]).sort()).toEqual([
    ['fine', 'ready'],
    [long, 'blocked'],
  ]);
  const { verdict } = found.find(({ name }) => name === long) as Extension;
  // As of one that has no release file (measured on 252, 257, 262).
  expect(verdict).toMatchObject({ compatible: false, code: 'no-release-file' });
});

test('entries are told by name, in whatever order the file system has them', async () => {
  const root = join(scratch, 'order');
  build(root, []);
  const names = Array.from({ length: 40 }, (_, at) => `e${String(at).padStart(2, '0')}`);
  for (const name of [...names].reverse()) mkdirSync(`${root}/var/lib/extensions/${name}/usr`, { recursive: true });
  const { extensions } = await readSystem({ root, asSystemd: 257, mounts: ownMounts(root) }, null);
  expect(extensions.map(({ name }) => name)).toEqual(names);
});

test('many images are listed with few descriptors', () => {
  const root = join(scratch, 'many');
  build(root, []);
  mkdirSync(`${root}/var/lib/extensions`, { recursive: true });
  for (let at = 0; at < 150; at++) writeFileSync(`${root}/var/lib/extensions/e${at}.raw`, image);
  const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const code = `
    const { readSystem } = await import(${module('system.ts')});
    const { ownMounts } = await import(${module('target.ts')});
    const target = { root: ${JSON.stringify(root)}, asSystemd: 257, mounts: ownMounts('/') };
    const { extensions } = await readSystem(target, null);
    process.stdout.write(String(extensions.filter(({ state }) => state !== 'unknown').length));
  `;
  const limited = ['-c', 'ulimit -n 100 && exec "$@"', 'sh', process.execPath, '--no-warnings'];
  const { stdout, stderr } = spawnSync('sh', [...limited, '--input-type=module', '-e', code], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toBe('150');
});
