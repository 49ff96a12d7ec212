/** What is said of an image or folder before anybody installs it; each verdict is what merges of 252, 257 and 262 made of the like. */
import { chmodSync, chownSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import { insideOf } from '../../shared/diagnosis/subject.ts';
import { lintFile } from './lint.ts';
import { ownMounts } from './target.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('lint');
});
afterEach(() => scratch.remove());

const at = (path: string) => join(scratch.path, path);
const UNASKED = { class: null, name: null };

async function idsOf(path: string, root: string | null = null): Promise<string[]> {
  const target = root === null ? null : { root, asSystemd: 257, mounts: ownMounts(root) };
  const { findings } = await lintFile(at(path), UNASKED, target);
  return findings.map(({ id }) => id);
}

test('nothing is said of what is well, for whatever OS it is', async () => {
  putExtension(scratch, '.', 'tool', 'ID=fedora\nVERSION_ID="43"\n', { 'usr/bin/tool': '#!/bin/sh\n' });
  putExtension(scratch, '.', 'level', 'ID=flatcar\nSYSEXT_LEVEL=1.0\nARCHITECTURE=arm64\n', { 'usr/share/a': '' });
  putExtension(scratch, '.', 'any', 'ID=_any\n', { 'usr/share/a': '' });
  for (const one of ['tool', 'level', 'any']) {
    makeSquashfs(at(one), at(`${one}.raw`), '-all-root');
    expect(await idsOf(one), one).toEqual([]);
    expect(await idsOf(`${one}.raw`), one).toEqual([]);
  }
  expect(await lintFile(at('tool.raw'), UNASKED, null)).toMatchObject({
    class: 'sysext',
    name: 'tool',
    problem: null,
  });
});

test('what stops every merge, and what no host takes in, with the versions that differ', async () => {
  scratch.put('empty/usr/share/a', '');
  makeSquashfs(at('empty'), at('empty.raw'), '-all-root');
  const { findings } = await lintFile(at('empty.raw'), UNASKED, null);
  expect(findings[0]).toMatchObject({ id: 'blocks-merge', severity: 'danger' });
  expect(findings[0]?.message.text).toBe('Every merge fails while it is here.');
  expect(await idsOf('empty')).toContain('does-not-fit');

  // A folder of which the release file names no OS: 252 refuses it, as the others do.
  putExtension(scratch, '.', 'noid', 'VERSION_ID=1\n', { 'usr/share/a': '' });
  expect(await idsOf('noid')).not.toEqual([]);
  putExtension(scratch, '.', 'carries', 'ID=_any\n', { 'usr/lib/os-release': 'ID=x\n' });
  makeSquashfs(at('carries'), at('carries.raw'), '-all-root');
  expect(await idsOf('carries.raw')).toContain('blocks-merge');
});

test('what it holds is looked at, and what only a host decides for a host alone', async () => {
  putExtension(scratch, '.', 'tool', 'ID=_any\n', {
    'usr/lib/systemd/system/tool.service':
      '[Service]\nExecStart=/usr/bin/tool\n[Install]\nWantedBy=multi-user.target\n',
    'usr/lib64/libtool.so': 'x',
  });
  scratch.put('tool/usr/bin/mine', 'x', 0o4755);
  scratch.put('host/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  symlinkSync('lib', at('host/usr/lib64'));
  expect(await idsOf('tool')).toEqual(expect.arrayContaining(['setuid']));
  expect(await idsOf('tool')).not.toContain('hides-link');
  expect(await idsOf('tool', at('host'))).toEqual(expect.arrayContaining(['setuid', 'hides-link']));
  putExtension(scratch, '.', 'other', 'ID=fedora\nVERSION_ID=43\n', {});
  expect(await idsOf('other', at('host'))).toContain('does-not-fit');
});

// Each was seen to do so by merges: e2e/live/dangers.test.ts, e2e/live/images.test.ts and e2e/testbed/dangers.system.ts.
test('for a host: libraries and programs of another machine, caches, modules, units, rights', async () => {
  scratch.put('host/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  for (const path of ['bin/ls', 'share/glib-2.0/schemas/gschemas.compiled', 'lib/modules/6.1/modules.dep'])
    scratch.put(`host/usr/${path}`, path === 'bin/ls' ? readFileSync('/bin/true') : 'x', 0o755);
  putExtension(scratch, '.', 'tool', 'ID=_any\n', {
    'usr/share/glib-2.0/schemas/gschemas.compiled': 'y',
    'usr/lib/modules/6.1/extra/x.ko': 'x',
    'usr/lib/systemd/system/tool.service': '[Service]\nExecStart=/usr/bin/gone\n',
  });
  scratch.put('tool/usr/bin/needs', readFileSync('/bin/ls'), 0o755);
  const foreign = readFileSync('/bin/true');
  // The number of a machine that no kernel runs beside its own: IA-64.
  foreign.writeUInt16LE(50, 18);
  scratch.put('tool/usr/bin/foreign', foreign, 0o755);
  chmodSync(at('tool/usr/share'), 0o700);
  const target = { root: at('host'), asSystemd: 257, mounts: ownMounts(at('host')) };
  const { findings, mends } = await lintFile(at('tool'), UNASKED, target);
  const told = findings.map(({ id, subject }) => [id, insideOf(subject)]).sort();
  expect(told).toEqual([
    ['cache-hidden', 'usr/share/glib-2.0/schemas/gschemas.compiled'],
    ['cache-outdated', 'usr/lib/modules/6.1/extra/x.ko'],
    ['folder-rights', 'usr/share'],
    ['foreign-machine', 'usr/bin/foreign'],
    ['missing-library', 'usr/bin/foreign'],
    ['missing-library', 'usr/bin/needs'],
    ['unit-will-not-start', 'usr/lib/systemd/system/tool.service'],
    ['units-not-read', ''],
  ]);
  // What no change of the folder can mend is left to a person.
  expect([...new Set(mends.flatMap(({ of }) => of))].sort()).toEqual([
    'cache-hidden',
    'folder-rights',
    'not-started-at-boot',
    'units-not-read',
  ]);
});

const asRoot = test.skipIf(process.getuid?.() !== 0);

asRoot('another owner of a folder that others use, of an image as of a folder for a host (needs root)', async () => {
  scratch.put('host/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(scratch, '.', 'tool', 'ID=_any\n', { 'usr/lib/a': '' });
  chownSync(at('tool/usr/lib'), 1234, 1234);
  makeSquashfs(at('tool'), at('tool.raw'));
  expect(await idsOf('tool', at('host'))).toEqual(['folder-rights']);
  expect(await idsOf('tool.raw')).toEqual(['folder-rights']);
});

test('units of which nobody hears, and that cannot start, until both are mended', async () => {
  scratch.put('host/usr/bin/other', '');
  scratch.put('host/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  const unit = 'usr/lib/systemd/system/tool.service';
  putExtension(scratch, '.', 'tool', 'ID=_any\n', { [unit]: '[Service]\nExecStart=/usr/bin/nothing\n' });
  expect(await idsOf('tool', at('host'))).toEqual(['unit-will-not-start', 'units-not-read'].sort());
  putExtension(scratch, '.', 'tool', 'ID=_any\nEXTENSION_RELOAD_MANAGER=1\n');
  expect(await idsOf('tool', at('host'))).toEqual(['unit-will-not-start']);
  scratch.put('tool/usr/bin/nothing', '#!/bin/sh\n', 0o755);
  expect(await idsOf('tool', at('host'))).toEqual([]);
});

test('what is not there is said', async () => {
  await expect(lintFile(at('nothing.raw'), UNASKED, null)).rejects.toMatchObject({ code: 'not-found' });
});
