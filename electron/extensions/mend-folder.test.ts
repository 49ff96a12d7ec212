/** A folder that is mended: what was found is gone, and nothing outside of it is touched. Some needs root, as `trusted.` marks do. */
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { lintFile } from './lint.ts';
import { mendFolder } from './mend-folder.ts';
import { ownMounts } from './target.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('mend');
});
afterEach(() => scratch.remove());

const at = (path: string) => join(scratch.path, path);
const asRoot = process.getuid?.() === 0 ? test : test.skip;
const SERVICE = '[Service]\nExecStart=/usr/bin/tool\n[Install]\nWantedBy=multi-user.target\n';
const RELEASE = 'usr/lib/extension-release.d/extension-release';

async function lint(path: string, root: string | null = null, name: string | null = null) {
  const target = root === null ? null : { root, asSystemd: 257, mounts: ownMounts(root) };
  return await lintFile(at(path), { class: null, name }, target);
}

/** Mends it, and says what was found before, and is still found after. */
async function mend(path: string, root: string | null = null, name: string | null = null) {
  const before = await lint(path, root, name);
  const done = mendFolder(at(path), before.mends);
  const after = await lint(path, root, name);
  const ids = (linted: typeof before) => [...new Set(linted.findings.map(({ id }) => id))].sort();
  return { before: ids(before), after: ids(after), problems: done.flatMap(({ problem }) => problem?.text ?? []) };
}

test('setuid, rights of folders and units that nobody reads or starts', async () => {
  putExtension(scratch, '.', 'tool', 'ID=_any\nEXTENSION_RELOAD_MANAGER=no', {
    'usr/lib/systemd/system/tool.service': SERVICE,
  });
  scratch.put('tool/usr/bin/tool', '#!/bin/sh\n', 0o4755);
  mkdirSync(at('tool/usr/lib/systemd/system/multi-user.target.wants'));
  symlinkSync('../tool.service', at('tool/usr/lib/systemd/system/multi-user.target.wants/tool.service'));
  chmodSync(at('tool/usr/bin'), 0o700);
  expect(await mend('tool')).toEqual({
    before: ['folder-rights', 'not-started-at-boot', 'setuid', 'units-not-read'],
    after: [],
    problems: [],
  });
  expect(statSync(at('tool/usr/bin')).mode & 0o7777).toBe(0o755);
  expect(statSync(at('tool/usr/bin/tool')).mode & 0o7777).toBe(0o755);
  expect(readFileSync(at(`tool/${RELEASE}.tool`), 'utf8')).toBe('ID=_any\nEXTENSION_RELOAD_MANAGER=1\n');
  const dropIn = 'tool/usr/lib/systemd/system/multi-user.target.d/10-tool-tool.service.conf';
  expect(readFileSync(at(dropIn), 'utf8')).toBe('[Unit]\nUpholds=tool.service\n');
});

test('a release file that is missing, misnamed, without an ID or in the folder of the other class', async () => {
  scratch.put('bare/usr/share/a', '');
  expect(await mend('bare')).toMatchObject({ before: ['does-not-fit'], after: [], problems: [] });
  expect(readFileSync(at(`bare/${RELEASE}.bare`), 'utf8')).toBe('ID=_any\n');
  scratch.put('host/usr/lib/os-release', 'ID=debian\nVERSION_ID="13"\n');
  scratch.put('for-host/usr/share/a', '');
  expect(await mend('for-host', at('host'))).toMatchObject({ after: [], problems: [] });
  expect(readFileSync(at(`for-host/${RELEASE}.for-host`), 'utf8')).toBe('ID=debian\nVERSION_ID="13"\n');

  putExtension(scratch, '.', 'old', 'ID=_any\n', { 'usr/share/a': '' });
  expect(await mend('old', null, 'new')).toMatchObject({ before: ['does-not-fit'], after: [], problems: [] });
  expect(existsSync(at(`old/${RELEASE}.new`))).toBe(true);
  expect(existsSync(at(`old/${RELEASE}.old`))).toBe(false);

  scratch.put(`noid/${RELEASE}.noid`, 'VERSION_ID=1');
  expect(await mend('noid')).toMatchObject({ before: ['does-not-fit'], after: [] });
  expect(readFileSync(at(`noid/${RELEASE}.noid`), 'utf8')).toBe('VERSION_ID=1\nID=_any\n');

  scratch.put('net/etc/net.conf', '');
  scratch.put(`net/${RELEASE}.net`, 'ID=_any\n');
  const before = await lintFile(at('net'), { class: 'confext', name: null }, null);
  expect(mendFolder(at('net'), before.mends).map(({ problem }) => problem)).toEqual([null]);
  const after = await lintFile(at('net'), { class: 'confext', name: null }, null);
  expect(after.findings).toEqual([]);
  expect(existsSync(at('net/etc/extension-release.d/extension-release.net'))).toBe(true);
});

test('what it holds of an OS, and a folder that takes the place of a link of the OS', async () => {
  putExtension(scratch, '.', 'tool', 'ID=_any\n', { 'usr/lib/os-release': 'ID=x\n', 'usr/lib64/a/libtool.so': 'x' });
  scratch.put('host/usr/lib/os-release', 'ID=debian\nVERSION_ID="13"\n');
  symlinkSync('lib', at('host/usr/lib64'));
  const { before, after, problems } = await mend('tool', at('host'));
  expect(before).toEqual(expect.arrayContaining(['blocks-merge', 'carries-os-release', 'hides-link']));
  expect({ after, problems }).toEqual({ after: [], problems: [] });
  expect(readFileSync(at('tool/usr/lib/a/libtool.so'), 'utf8')).toBe('x');
  expect(existsSync(at('tool/usr/lib64'))).toBe(false);
});

asRoot('marks of overlayfs and capabilities, by the programs of this machine (needs root)', async () => {
  putExtension(scratch, '.', 'tool', 'ID=_any\n', { 'usr/share/x/a': '', 'usr/bin/tool': 'x' });
  run('mknod', [at('tool/usr/bin/gone'), 'c', '0', '0']);
  run('setfattr', ['-n', 'trusted.overlay.opaque', '-v', 'y', at('tool/usr/share/x')]);
  run('setcap', ['cap_net_raw=ep', at('tool/usr/bin/tool')]);
  expect(await mend('tool')).toEqual({ before: ['capabilities', 'opaque', 'whiteout'], after: [], problems: [] });
  expect(existsSync(at('tool/usr/bin/gone'))).toBe(false);
  expect(run('getfattr', ['-m', '-', '--', at('tool/usr/share/x'), at('tool/usr/bin/tool')])).toBe('');
});

test('a link, or a name that changes meanwhile, leads nowhere else', async () => {
  scratch.put('outside/bin/program', 'x', 0o4755);
  scratch.put('outside/file', 'mine');
  chmodSync(at('outside/bin'), 0o700);
  putExtension(scratch, '.', 'tool', 'VERSION_ID=1\n', {});
  scratch.put('tool/usr/bin/program', 'x', 0o4755);
  chmodSync(at('tool/usr/bin'), 0o700);
  const { mends } = await lint('tool');
  expect(mends.map(({ how }) => how).sort()).toEqual(['mode', 'mode', 'write']);
  renameSync(at('tool/usr/bin'), at('kept'));
  symlinkSync(at('outside/bin'), at('tool/usr/bin'));
  renameSync(at(`tool/${RELEASE}.tool`), at('kept-release'));
  symlinkSync(at('outside/file'), at(`tool/${RELEASE}.tool`));
  expect(mendFolder(at('tool'), mends).map(({ problem }) => problem?.text)).toEqual([
    'The system refuses it (ENOTDIR).',
    'Something else stands there.',
    'Something else stands there.',
  ]);
  expect(statSync(at('outside/bin/program')).mode & 0o7777).toBe(0o4755);
  expect(statSync(at('outside/bin')).mode & 0o7777).toBe(0o700);
  expect(readFileSync(at('outside/file'), 'utf8')).toBe('mine');
  expect(readlinkSync(at(`tool/${RELEASE}.tool`))).toBe(at('outside/file'));
  // Nor does one that was there from the start.
  expect((await lint('tool')).mends.filter(({ how }) => how === 'mode')).toEqual([]);
});

test('a file with a second name may be one of the system', async () => {
  scratch.put('outside', 'x', 0o4755);
  putExtension(scratch, '.', 'tool', 'ID=_any\n', { 'usr/bin/a': '' });
  linkSync(at('outside'), at('tool/usr/bin/tool'));
  const { after, problems } = await mend('tool');
  expect(after).toEqual(['setuid']);
  expect(problems).toEqual(['The file has other names as well, which may lie elsewhere.']);
  expect(lstatSync(at('outside')).mode & 0o7777).toBe(0o4755);
});

test('a unit of a hostile name is not written into a drop-in', async () => {
  putExtension(scratch, '.', 'tool', 'ID=_any\nEXTENSION_RELOAD_MANAGER=1\n', {});
  mkdirSync(at('tool/usr/lib/systemd/system/multi-user.target.wants'), { recursive: true });
  symlinkSync('../a', at('tool/usr/lib/systemd/system/multi-user.target.wants/a\nExecStart=x.service'));
  const { findings, mends } = await lint('tool');
  expect(findings.map(({ id }) => id)).toContain('not-started-at-boot');
  expect(mends.filter(({ path }) => path.includes('target.d'))).toEqual([]);
});
