/** What is said of an image or folder before anybody installs it; each verdict is what merges of 252, 257 and 262 made of the like. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
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
