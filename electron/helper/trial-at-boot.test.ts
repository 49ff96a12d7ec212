/** What a restart takes back, done by the systemd-tmpfiles of this machine; that a boot does it: keep-boot.system.ts. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readlinkSync, rmdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { BACK_AT_BOOT_UNIT, backAtBootText } from '../../shared/changes/back-at-boot.ts';
import { disableIn, enableIn, restoredOf } from './trial-at-boot.ts';
import { noteName } from './trial-record.ts';

const FOLDER = 'var/lib/confexts';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('trial-at-boot');
  mkdirSync(join(tree.path, FOLDER), { recursive: true });
});
afterEach(() => tree.remove());

const at = (path: string) => join(tree.path, path);

function boot(text: string | null): void {
  tree.put('note.conf', text ?? '');
  run('systemd-tmpfiles', ['--remove', '--create', `--root=${tree.path}`, at('note.conf')]);
}

test.each(['a', 'a b', '100%', 'ä–x', "it's", '"q"'])('links and masks of %s are as before', (name) => {
  symlinkSync('../confexts.d/a 1%"x\\n.raw', at(`${FOLDER}/${name}.raw`));
  mkdirSync(at(`${FOLDER}/${name}`));
  const before = noteName(tree.path, 'confext', name);
  expect(restoredOf(tree.path, before), 'nothing was changed').toEqual([]);
  rmSync(at(`${FOLDER}/${name}.raw`));
  symlinkSync('../confexts.d/a_2.raw', at(`${FOLDER}/${name}.raw`));
  rmdirSync(at(`${FOLDER}/${name}`));
  tree.put(`${FOLDER}/${name}_3/etc/own`, '');
  boot(backAtBootText(restoredOf(tree.path, before)));
  expect(readlinkSync(at(`${FOLDER}/${name}.raw`))).toBe('../confexts.d/a 1%"x\\n.raw');
  expect(readdirSync(at(`${FOLDER}/${name}`))).toEqual([]);
  expect(existsSync(at(`${FOLDER}/${name}_3/etc/own`)), 'what is no mask stays').toBe(true);
});

test('a mask and a link that came go again', () => {
  tree.put('usr/lib/confexts/a.raw', 'image');
  const before = noteName(tree.path, 'confext', 'a');
  mkdirSync(at(`${FOLDER}/a`));
  symlinkSync('../confexts.d/a_2.raw', at(`${FOLDER}/a.raw`));
  boot(backAtBootText(restoredOf(tree.path, before)));
  expect(readdirSync(at(FOLDER))).toEqual([]);
  expect(existsSync(at('usr/lib/confexts/a.raw'))).toBe(true);
});

test.each(['a*', 'a?', 'a[b]', 'a{b}', 'a\\b', 'a\nb'])(
  '%j would be a pattern or another line, and is left out',
  (name) => {
    expect(backAtBootText([{ path: `/${FOLDER}/${name}`, to: 'gone' }])).toBeNull();
  },
);

test('what is below /run is gone with the boot', () => {
  expect(backAtBootText([{ path: '/run/confexts/a', to: 'gone' }])).toBeNull();
});

test('systemd counts the unit as enabled, once and again, until it is taken away', () => {
  chmodSync(tree.path, 0o755);
  const isEnabled = () =>
    spawnSync('systemctl', [`--root=${tree.path}`, 'is-enabled', BACK_AT_BOOT_UNIT], {
      encoding: 'utf8',
    }).stdout.trim();
  for (const _ of [1, 2]) enableIn(tree.path);
  expect(isEnabled()).toBe('enabled');
  for (const _ of [1, 2]) disableIn(tree.path);
  expect(isEnabled()).not.toBe('enabled');
  expect(readdirSync(at('etc/systemd/system/sysinit.target.wants'))).toEqual([]);
});
