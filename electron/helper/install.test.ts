import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { programFile } from '../../e2e/harness/program-files.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { storedIn } from '../../e2e/harness/stored-images.ts';
import { HELPER_PROTOCOL } from '../../shared/changes/installed-helper.ts';
import { storeFor } from '../../shared/images/store.ts';
import { type InstallRequest, installImage } from './install.ts';
import { madePaths } from './labels.ts';
import { removeExtension, vacuumStore } from './remove.ts';
import { sweepStores } from './store.ts';

const STORE = storeFor('sysext', 'kept');
const FOLDER = 'var/lib/extensions.d/tool';
const LINK = 'var/lib/extensions/tool.raw';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('install');
});
afterEach(() => tree.remove());

const at = (path: string) => join(tree.path, path);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const image = (text: string) => {
  tree.put(`images/${sha256(text)}`, text);
  return at(`images/${sha256(text)}`);
};
const request = (version: string, more: Partial<InstallRequest> = {}): InstallRequest => ({
  class: 'sysext',
  root: tree.path,
  name: 'tool',
  store: STORE,
  version,
  architecture: 'x86-64',
  sha256: sha256(version),
  keep: null,
  current: true,
  versioned: false,
  adopts: null,
  origin: null,
  ...more,
});

test('notes all that it made, for the labels of SELinux', () => {
  installText('1.0');
  expect(madePaths()).toEqual(
    expect.arrayContaining([at('var/lib/extensions'), at(FOLDER), at(`${FOLDER}/tool-1.0-x86-64.raw`), at(LINK)]),
  );
});

function installText(text: string, wanted: InstallRequest = request(text)): string[] {
  const fd = openSync(image(text), 'r');
  try {
    return installImage(wanted, fd, () => {}).map(({ text }) => text);
  } finally {
    closeSync(fd);
  }
}

/** What systemd would read: the bytes behind the link. */
const current = () => readFileSync(at(readlinkSync(at(LINK)).slice(1)), 'utf8');

test('stores a version beside the current one, and changes nothing else', () => {
  installText('1.0');
  expect(installText('2.0', request('2.0', { current: false, keep: 0 }))).toEqual([
    'Wrote /var/lib/extensions.d/tool/tool-2.0-x86-64.raw.',
  ]);
  expect(current()).toBe('1.0');
  expect(storedIn(at(FOLDER))).toEqual(['tool-1.0-x86-64.raw', 'tool-2.0-x86-64.raw']);
});

test('keeps each version and lets the link say which one counts', () => {
  installText('1.0');
  expect(readlinkSync(at(LINK))).toBe('/var/lib/extensions.d/tool/tool-1.0-x86-64.raw');
  installText('2.0');
  expect(current()).toBe('2.0');
  expect(storedIn(at(FOLDER))).toEqual(['tool-1.0-x86-64.raw', 'tool-2.0-x86-64.raw']);
  expect(lstatSync(at(`${FOLDER}/tool-2.0-x86-64.raw`)).mode & 0o777).toBe(0o644);
  installImage(request('1.0', { sha256: null }), 0, () => {});
  expect(current()).toBe('1.0');
  expect(installText('1.0').at(0)).toContain('was there already');
});

test('installs nothing but what the person saw', () => {
  expect(() => installText('evil', request('1.0'))).toThrowError(expect.objectContaining({ code: 'changed' }));
  expect(existsSync(at(FOLDER)), 'no empty folder is left').toBe(false);
  expect(existsSync(at(LINK))).toBe(false);
});

test.each([
  ['a pipe', (path: string) => spawnSync('mkfifo', [path])],
  ['a folder', (path: string) => mkdirSync(path)],
  ['a symlink', (path: string) => symlinkSync('/etc/passwd', path)],
])('hangs at nothing and follows nothing where the image goes: %s', (_, make) => {
  mkdirSync(at(FOLDER), { recursive: true });
  const place = at(`${FOLDER}/tool-1.0-x86-64.raw`);
  make(place);
  const before = lstatSync(place).mode;
  expect(() => installText('1.0')).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  expect(lstatSync(place).mode).toBe(before);
  // Another version is not kept up by it, neither when it comes nor when old ones go.
  installText('2.0', request('2.0', { keep: 0 }));
  expect(current()).toBe('2.0');
  removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: true });
  expect(storedIn(at(FOLDER))).toEqual(['tool-1.0-x86-64.raw']);
});

test('sweeps what is its own, and passes over what only looks so', () => {
  installText('1.0');
  const own = `.#veneer-${'0a'.repeat(8)}`;
  tree.put(`${FOLDER}/${own}`, 'half');
  mkdirSync(at('var/lib/extensions.d/.#veneer-folder'));
  mkdirSync(at(`var/lib/extensions/.#veneer-${'1b'.repeat(8)}`));
  spawnSync('mkfifo', [at(`${FOLDER}/.#veneer-${'2c'.repeat(8)}`)]);
  tree.put(`${FOLDER}/.#veneer-notes`, 'of somebody');
  sweepStores(tree.path, 'sysext');
  expect(storedIn(at(FOLDER))).toEqual([`.#veneer-${'2c'.repeat(8)}`, '.#veneer-notes', 'tool-1.0-x86-64.raw']);
  expect(readdirSync(at('var/lib/extensions')).sort()).toEqual([`.#veneer-${'1b'.repeat(8)}`, 'tool.raw']);
});

test('reads no more of an image than it had when it was looked at', () => {
  const path = image('1.0');
  const text = 'x'.repeat(3 * 1024 * 1024);
  writeFileSync(path, text);
  const fd = openSync(path, 'r');
  let read = 0;
  const grow = (done: number) => {
    read = done;
    // As whoever still writes to it does.
    appendFileSync(path, 'y'.repeat(20 * 1024 * 1024));
  };
  expect(() => installImage(request('1.0', { sha256: sha256(text) }), fd, grow)).toThrowError(
    expect.objectContaining({ code: 'changed' }),
  );
  closeSync(fd);
  expect(read).toBeLessThanOrEqual(text.length);
  expect(existsSync(at(FOLDER))).toBe(false);
});

test('does not write where a group may write that is not its own', () => {
  mkdirSync(at('var/lib/extensions.d'), { recursive: true });
  chmodSync(at('var/lib/extensions.d'), 0o775);
  if (process.geteuid?.() === 0) {
    chownSync(at('var/lib/extensions.d'), 0, 12345);
    expect(() => installText('1.0')).toThrowError(expect.objectContaining({ code: 'unsupported' }));
    chownSync(at('var/lib/extensions.d'), 0, 0);
  }
  installText('1.0');
  expect(current()).toBe('1.0');
});

test('does not write over a version that has another content', () => {
  installText('1.0');
  const other = request('1.0', { sha256: sha256('other') });
  expect(() => installText('other', other)).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  expect(current()).toBe('1.0');
});

test('takes a file that is not empty, and nothing else', () => {
  expect(() => installText('', request('1.0', { sha256: sha256('') }))).toThrowError(
    expect.objectContaining({ code: 'invalid-input' }),
  );
  const folder = openSync(tree.path, 'r');
  expect(() => installImage(request('1.0'), folder, () => {})).toThrowError(
    expect.objectContaining({ code: 'invalid-input' }),
  );
  closeSync(folder);
});

test('says that a version is not in the store', () => {
  expect(() => installImage(request('9', { sha256: null }), 0, () => {})).toThrowError(
    expect.objectContaining({ code: 'not-found' }),
  );
});

test('leaves what was put there by hand, in whatever form', () => {
  tree.put(LINK, 'by hand');
  expect(() => installText('1.0')).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  expect(readFileSync(at(LINK), 'utf8')).toBe('by hand');
  expect(removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: false })[0]?.text).toContain('Moved');
  expect(storedIn(at(FOLDER))).toHaveLength(1);
  putExtension(tree, 'var/lib/extensions', 'tool', 'ID=_any\n');
  expect(() => installText('1.0')).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  expect(() => removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: true })).toThrowError(
    expect.objectContaining({ code: 'unsupported' }),
  );
  expect(existsSync(at('var/lib/extensions/tool/usr'))).toBe(true);
});

test.each(['var/lib/extensions.d', FOLDER, 'var/lib/extensions'])('follows no symlink at %s', (path) => {
  mkdirSync(at('elsewhere'));
  mkdirSync(at(dirname(path)), { recursive: true });
  symlinkSync(at('elsewhere'), at(path));
  expect(() => installText('1.0')).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  expect(readdirSync(at('elsewhere'))).toEqual([]);
});

test('does not write where everybody may write', () => {
  mkdirSync(at('var/lib/extensions'), { recursive: true });
  chmodSync(at('var/lib/extensions'), 0o777);
  expect(() => installText('1.0')).toThrowError(expect.objectContaining({ code: 'unsupported' }));
});

test('removes, and deletes only when told to', () => {
  installText('1.0');
  removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: false });
  expect(existsSync(at(LINK))).toBe(false);
  expect(storedIn(at(FOLDER))).toHaveLength(1);
  installImage(request('1.0', { sha256: null }), 0, () => {});
  removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: true });
  expect(existsSync(at(FOLDER))).toBe(false);
});

test('keeps as many older versions as are asked for', () => {
  for (const version of ['1.0', '2.0', '3.0']) installText(version, request(version, { keep: 1 }));
  expect(storedIn(at(FOLDER))).toEqual(['tool-2.0-x86-64.raw', 'tool-3.0-x86-64.raw']);
});

test('removes the entry that counts, and leaves what lies below it', () => {
  installText('1.0');
  tree.put('run/extensions/tool.raw', 'over it');
  removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: true });
  expect(existsSync(at('run/extensions/tool.raw'))).toBe(false);
  expect(current()).toBe('1.0');
});

test('deletes old versions, never the current one', () => {
  for (const version of ['1.0', '2.0', '3.0']) installText(version);
  installImage(request('1.0', { sha256: null }), 0, () => {});
  vacuumStore({ class: 'sysext', root: tree.path, name: 'tool', keep: 1 });
  expect(storedIn(at(FOLDER))).toEqual(['tool-1.0-x86-64.raw', 'tool-3.0-x86-64.raw']);
  vacuumStore({ class: 'sysext', root: tree.path, name: 'tool', keep: 0 });
  expect(current()).toBe('1.0');
});

test('what cannot become current is not left in the store, and what was there stays', () => {
  const attempt = (version: string) => () => installText(version);
  // There the folder of links cannot be made.
  tree.put('var/lib/extensions', '');
  expect(attempt('1.0')).toThrow();
  expect(existsSync(at(FOLDER))).toBe(false);
  rmSync(at('var/lib/extensions'));
  installText('1.0');
  removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: false });
  rmSync(at('var/lib/extensions'), { recursive: true });
  tree.put('var/lib/extensions', '');
  expect(attempt('1.0')).toThrow();
  expect(attempt('2.0')).toThrow();
  expect(storedIn(at(FOLDER))).toEqual(['tool-1.0-x86-64.raw']);
});

test('a helper that is killed leaves the old version or the new one, whichever step it is at', () => {
  const text = `2.0${'x'.repeat(3_000_000)}`;
  const { store, ...rest } = request('2.0', { sha256: sha256(text) });
  const parameters = JSON.stringify({ protocol: HELPER_PROTOCOL, store: store.store, ...rest });
  const run = (killAt: number | null) => {
    const fd = openSync(image(text), 'r');
    const main = fileURLToPath(programFile('helper'));
    const preload = programFile('kill-at').href;
    const args = ['--no-warnings', '--import', preload, main, 'install', parameters];
    const env = killAt === null ? {} : { KILL_AT: String(killAt) };
    const ended = spawnSync(process.execPath, args, { stdio: [fd, 'pipe', 'pipe'], env, encoding: 'utf8' });
    closeSync(fd);
    return ended;
  };
  installText('1.0');
  let kills = 0;
  for (let step = 1; ; step++) {
    const { signal, stdout, stderr } = run(step);
    if (signal !== 'SIGKILL') {
      expect(stdout, stderr).toContain('"result"');
      break;
    }
    kills++;
    expect([sha256('1.0'), sha256(text)], `killed at ${step}`).toContain(sha256(current()));
    for (const fileName of storedIn(at(FOLDER)).filter((one) => one.startsWith('tool-'))) {
      const whole = fileName.includes('1.0') ? sha256('1.0') : sha256(text);
      expect(sha256(readFileSync(at(`${FOLDER}/${fileName}`), 'utf8')), `killed at ${step}`).toBe(whole);
    }
    // What a retry begins from, so that the next round is killed later in the same work.
    removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: true });
    installText('1.0');
  }
  expect(kills).toBeGreaterThan(10);
  expect(run(null).stdout).toContain('"result"');
  const leftovers = [...storedIn(at(FOLDER)), ...readdirSync(at('var/lib/extensions'))].filter((one) =>
    one.startsWith('.'),
  );
  expect(leftovers).toEqual([]);
  expect(current()).toBe(text);
});
