import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
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
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { programFile } from '../../e2e/harness/program-files.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { storedIn } from '../../e2e/harness/stored-images.ts';
import { HELPER_PROTOCOL } from '../../shared/changes/installed-helper.ts';
import { storeFor } from '../../shared/images/store.ts';
import { type InstallRequest, installImage } from './install.ts';
import { vacuumStore } from './remove.ts';
import { takeOver } from './take-over.ts';

const STORE = storeFor('sysext', 'kept');
const FOLDER = 'var/lib/extensions.d/tool';
const SEARCHED = 'var/lib/extensions';
const LINK = `${SEARCHED}/tool.raw`;
const OLD = { version: '1.0', architecture: null };

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('take-over');
});
afterEach(() => tree.remove());

const at = (path: string) => join(tree.path, path);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const text = (path: string) => readFileSync(at(path), 'utf8');
/** What systemd would read: the file, or the bytes behind the link. */
const current = () => text(lstatSync(at(LINK)).isSymbolicLink() ? readlinkSync(at(LINK)).slice(1) : LINK);
const named = () => ({ root: tree.path, class: 'sysext' as const, name: 'tool', store: STORE });
const request = (version: string, more: Partial<InstallRequest> = {}): InstallRequest => ({
  ...named(),
  version,
  architecture: null,
  sha256: sha256(version),
  keep: null,
  current: true,
  versioned: false,
  adopts: OLD,
  origin: null,
  ...more,
});

function installText(content: string, wanted: InstallRequest = request(content)): string[] {
  tree.put('image', content);
  const fd = openSync(at('image'), 'r');
  try {
    return installImage(wanted, fd, () => {}).map(({ text }) => text);
  } finally {
    closeSync(fd);
  }
}

test.each(['tool.raw', 'tool.sysext.raw'])('keeps %s as a version, and goes back to it', (fileName) => {
  tree.put(`${SEARCHED}/${fileName}`, 'old');
  expect(installText('2.0')).toContain(
    'Kept the image that stood at /var/lib/extensions/tool.raw as /var/lib/extensions.d/tool/tool-1.0.raw.',
  );
  expect(readdirSync(at(SEARCHED))).toEqual(['tool.raw']);
  expect(current()).toBe('2.0');
  expect(text(`${FOLDER}/tool-1.0.raw`)).toBe('old');
  installImage(request('1.0', { sha256: null, adopts: null }), 0, () => {});
  expect(current()).toBe('old');
});

test('takes one over from above the link, and takes it away once the link counts', () => {
  tree.put('etc/extensions/tool.raw', 'old');
  expect(installText('2.0')).toEqual([
    'Wrote /var/lib/extensions.d/tool/tool-2.0.raw.',
    'Kept the image that stood at /etc/extensions/tool.raw as /var/lib/extensions.d/tool/tool-1.0.raw.',
    '/var/lib/extensions/tool.raw leads to /var/lib/extensions.d/tool/tool-2.0.raw.',
    'Removed /etc/extensions/tool.raw.',
  ]);
  expect(current()).toBe('2.0');
  expect(readdirSync(at('etc/extensions'))).toEqual([]);
  expect(text(`${FOLDER}/tool-1.0.raw`)).toBe('old');
  // Beside a link that leads there already, as a helper leaves it that was killed in between.
  tree.put('etc/extensions/tool.raw', 'old');
  installImage(request('2.0', { sha256: null }), 0, () => {});
  expect(readdirSync(at('etc/extensions'))).toEqual([]);
  expect(current()).toBe('2.0');
});

test('takes nothing away above an image that stands where the link has to be', () => {
  tree.put('etc/extensions/tool.raw', 'above');
  tree.put(LINK, 'old');
  expect(() => installText('2.0')).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  expect(text('etc/extensions/tool.raw')).toBe('above');
  expect(text(LINK)).toBe('old');
});

test('makes a version current that was in the store already', () => {
  tree.put(`${FOLDER}/tool-0.9.raw`, 'oldest');
  tree.put(LINK, 'old');
  installImage(request('0.9', { sha256: null }), 0, () => {});
  expect(current()).toBe('oldest');
  expect(text(`${FOLDER}/tool-1.0.raw`)).toBe('old');
});

test('copies what somebody else may write to, whole and for all to read', () => {
  tree.put(LINK, 'old');
  chmodSync(at(LINK), 0o664);
  const open = openSync(at(LINK), 'a');
  installText('2.0');
  closeSync(open);
  const kept = lstatSync(at(`${FOLDER}/tool-1.0.raw`));
  expect(kept.mode & 0o777).toBe(0o644);
  expect(kept.nlink).toBe(1);
  expect(text(`${FOLDER}/tool-1.0.raw`)).toBe('old');
  expect(storedIn(at(FOLDER))).toEqual(['tool-1.0.raw', 'tool-2.0.raw']);
});

test('takes nothing over where it was not asked to, or luck says what counts', () => {
  tree.put(LINK, 'old');
  const refused = expect.objectContaining({ code: 'unsupported' });
  expect(() => installText('2.0', request('2.0', { adopts: null }))).toThrowError(refused);
  tree.put(`${SEARCHED}/tool.sysext.raw`, 'other');
  expect(() => installText('2.0')).toThrowError(refused);
  rmSync(at(`${SEARCHED}/tool.sysext.raw`));
  putExtension(tree, SEARCHED, 'tool', 'ID=_any\n');
  expect(() => installText('2.0')).toThrowError(refused);
  expect(text(LINK)).toBe('old');
  expect(existsSync(at(`${FOLDER}/tool-1.0.raw`))).toBe(false);
});

test('takes no link over, wherever it leads', () => {
  tree.put('opt/extensions/tool/tool-9.raw', 'theirs');
  mkdirSync(at(SEARCHED), { recursive: true });
  symlinkSync('/opt/extensions/tool/tool-9.raw', at(LINK));
  expect(takeOver(named(), OLD).done).toEqual([]);
  installText('2.0');
  expect(storedIn(at(FOLDER))).toEqual(['tool-2.0.raw']);
  expect(text('opt/extensions/tool/tool-9.raw')).toBe('theirs');
});

test('puts it over no other image of that version, and takes one that is the same', () => {
  tree.put(LINK, 'old');
  tree.put(`${FOLDER}/tool-1.0.raw`, 'another');
  expect(() => installText('2.0')).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  expect(text(LINK)).toBe('old');
  expect(text(`${FOLDER}/tool-1.0.raw`)).toBe('another');
  tree.put(`${FOLDER}/tool-1.0.raw`, 'old');
  installText('2.0');
  expect(current()).toBe('2.0');
  expect(text(`${FOLDER}/tool-1.0.raw`)).toBe('old');
});

test('what was only just taken over stays, however few are to be kept', () => {
  tree.put(LINK, 'old');
  installText('2.0', request('2.0', { keep: 0 }));
  expect(storedIn(at(FOLDER))).toEqual(['tool-1.0.raw', 'tool-2.0.raw']);
  vacuumStore({ class: 'sysext', root: tree.path, name: 'tool', keep: 0 });
  expect(storedIn(at(FOLDER))).toEqual(['tool-2.0.raw']);
});

test.each([
  ['tool.raw', 0o644],
  ['tool.sysext.raw', 0o664],
])(
  'a helper that is killed at any step loses nothing of %s',
  (fileName, mode) => {
    const whole = 'old'.repeat(1_000_000);
    const run = (killAt: number) => {
      tree.put('image', 'new');
      const fd = openSync(at('image'), 'r');
      const main = fileURLToPath(programFile('helper'));
      const preload = programFile('kill-at').href;
      const { store, ...rest } = request('2.0', { sha256: sha256('new') });
      const parameters = JSON.stringify({ protocol: HELPER_PROTOCOL, store: store.store, ...rest });
      const args = ['--no-warnings', '--import', preload, main, 'install', parameters];
      const env = { KILL_AT: String(killAt) };
      const ended = spawnSync(process.execPath, args, { stdio: [fd, 'pipe', 'pipe'], env, encoding: 'utf8' });
      closeSync(fd);
      return ended;
    };
    let kills = 0;
    for (let step = 1; ; step++) {
      rmSync(at('var'), { recursive: true, force: true });
      tree.put(`${SEARCHED}/${fileName}`, whole, mode);
      chmodSync(at(`${SEARCHED}/${fileName}`), mode);
      const { signal, stdout, stderr } = run(step);
      if (signal !== 'SIGKILL') {
        expect(stdout, stderr).toContain('"result"');
        break;
      }
      kills++;
      const [only = '', ...others] = readdirSync(at(SEARCHED)).filter((one) => !one.startsWith('.'));
      expect(others, `killed at ${step}`).toEqual([]);
      const counts = lstatSync(at(`${SEARCHED}/${only}`)).isSymbolicLink() ? current() : text(`${SEARCHED}/${only}`);
      expect(['new', whole].includes(counts), `killed at ${step}`).toBe(true);
      const kept = existsSync(at(`${FOLDER}/tool-1.0.raw`)) ? text(`${FOLDER}/tool-1.0.raw`) : null;
      expect(kept === whole || (kept === null && counts === whole), `killed at ${step}`).toBe(true);
      // Whoever tries again, and ends it, comes to the same; now and then, for each takes a start of Node.
      if (step % 3 !== 0) continue;
      expect(run(Number.MAX_SAFE_INTEGER).stdout, `after ${step}`).toContain('"result"');
      expect(current()).toBe('new');
      expect(text(`${FOLDER}/tool-1.0.raw`) === whole).toBe(true);
      expect([...storedIn(at(FOLDER)), ...readdirSync(at(SEARCHED))].filter((one) => one.startsWith('.'))).toEqual([]);
    }
    expect(kills).toBeGreaterThan(10);
  },
  240_000,
);
