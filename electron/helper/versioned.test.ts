import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { machine } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FOLDER, installingInto, sha256 } from '../../e2e/harness/installing.ts';
import { programFile } from '../../e2e/harness/program-files.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { storedIn } from '../../e2e/harness/stored-images.ts';
import { HELPER_PROTOCOL } from '../../shared/changes/installed-helper.ts';
import { architectureFromUname } from '../../shared/systemd/architecture.ts';
import { rulesFor } from '../../shared/systemd/classes.ts';
import { pickVersion } from '../../shared/systemd/vpick.ts';
import { type InstallRequest, installImage } from './install.ts';
import { removeExtension, vacuumStore } from './remove.ts';

const PLACE = 'var/lib/extensions/tool.raw.v';
const HERE = architectureFromUname(machine());

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('versioned');
  tree.put(`${PLACE}/tool_1.0.raw`, '1.0');
});
afterEach(() => tree.remove());

const at = (path: string) => join(tree.path, path);
const request = (version: string, more: Partial<InstallRequest> = {}): InstallRequest =>
  installingInto(tree).request(version, { architecture: null, versioned: true, ...more });
const installText = (text: string, wanted = request(text)) => installingInto(tree).installText(text, wanted);
const makeCurrent = (version: string) => installImage(request(version, { sha256: null }), 0, () => {});

/** What systemd would read. */
function current(): string | null {
  const entries = readdirSync(at(PLACE)).map((fileName) => ({ fileName, target: 'file' as const, symlink: false }));
  const picked = pickVersion(entries, 'tool', '.raw', { rules: rulesFor(262), architecture: HERE });
  return picked === null ? null : readFileSync(at(`${PLACE}/${picked.fileName}`), 'utf8');
}

test('makes a newer version current, and an older one again', () => {
  installText('2.0');
  expect(current()).toBe('2.0');
  makeCurrent('1.0');
  expect(current()).toBe('1.0');
  expect(storedIn(at(FOLDER))).toEqual(['tool-1.0.raw', 'tool-2.0.raw']);
  makeCurrent('2.0');
  expect(current()).toBe('2.0');
  expect(existsSync(at('var/lib/extensions/tool.raw'))).toBe(false);
});

test('does not write over a version that has another content', () => {
  const other = request('1.0', { sha256: sha256('other') });
  expect(() => installText('other', other)).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  expect(current()).toBe('1.0');
});

test('refuses what systemd would not take from there', () => {
  const foreign = HERE === 'riscv64' ? 'arm64' : 'riscv64';
  expect(() => installText('2.0', request('2.0', { architecture: foreign }))).toThrowError(
    expect.objectContaining({ code: 'unsupported' }),
  );
  // There a version ends at an underscore, and what follows must be an architecture.
  for (const version of ['1_2', `1_${HERE}`]) {
    expect(() => installText(version)).toThrowError(expect.objectContaining({ code: 'invalid-input' }));
  }
  expect(existsSync(at(FOLDER))).toBe(false);
  tree.put(`${PLACE}/tool_9_beta.raw`, 'no version');
  expect(() => installText('2.0')).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  expect(current()).toBe('no version');
});

test('removes all of it and keeps the versions, or deletes them too', () => {
  installText('2.0');
  removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: false });
  expect(existsSync(at(PLACE))).toBe(false);
  expect(storedIn(at(FOLDER))).toEqual(['tool-1.0.raw', 'tool-2.0.raw']);
  tree.put(`${PLACE}/tool_3.0.raw`, '3.0');
  removeExtension({ class: 'sysext', root: tree.path, name: 'tool', purge: true });
  expect([existsSync(at(PLACE)), existsSync(at(FOLDER))]).toEqual([false, false]);
});

test('deletes old versions, never the current one', () => {
  for (const version of ['2.0', '3.0']) installText(version);
  makeCurrent('2.0');
  vacuumStore({ class: 'sysext', root: tree.path, name: 'tool', keep: 0 });
  expect(readdirSync(at(PLACE))).toEqual(['tool_2.0.raw']);
  expect(storedIn(at(FOLDER))).toEqual(['tool-2.0.raw']);
});

test('follows no symlink to the directory', () => {
  tree.put('elsewhere/other_1.raw', '1');
  symlinkSync(at('elsewhere'), at('var/lib/extensions/other.raw.v'));
  expect(() => installText('2.0', request('2.0', { name: 'other' }))).toThrowError(
    expect.objectContaining({ code: 'unsupported' }),
  );
  expect(readdirSync(at('elsewhere'))).toEqual(['other_1.raw']);
});

test('a helper that is killed leaves the old version or the new one, in both directions', () => {
  const main = fileURLToPath(programFile('helper'));
  const preload = programFile('kill-at').href;
  const run = (version: string, killAt: number) => {
    const { store, ...rest } = request(version, { sha256: null });
    const parameters = JSON.stringify({ protocol: HELPER_PROTOCOL, store: store.store, ...rest });
    const args = ['--no-warnings', '--import', preload, main, 'make-current', parameters];
    return spawnSync(process.execPath, args, { env: { KILL_AT: String(killAt) }, encoding: 'utf8' });
  };
  for (const version of ['2.0', '3.0']) installText(version);
  for (const [from, to] of [
    ['3.0', '1.0'],
    ['1.0', '3.0'],
  ] as const) {
    let kills = 0;
    for (let step = 1; ; step++) {
      makeCurrent(from);
      const { signal, stdout, stderr } = run(to, step);
      if (signal !== 'SIGKILL') {
        expect(stdout, stderr).toContain('"result"');
        break;
      }
      kills++;
      expect([from, to], `killed at ${step}`).toContain(current());
      expect(storedIn(at(FOLDER))).toHaveLength(3);
    }
    expect(kills).toBeGreaterThan(2);
    expect(current()).toBe(to);
  }
});
