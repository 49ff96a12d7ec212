/** `veneer doctor` over real trees: with real troubles, each with its proof and fix, and without any. */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import type { DoctorReport } from '../../shared/model/doctor.ts';
import { FOUND_DANGERS, FOUND_WARNINGS } from '../../shared/model/errors.ts';
import { imageOf, writeSums } from '../harness/remotes.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { openTree, type Tree } from '../shells/tree.ts';

const test = base.extend<{ scratch: Scratch; tree: Tree }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  scratch: async ({}, use) => {
    const scratch = makeScratch('doctor');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    putExtension(scratch, 'tree/var/lib/extensions', 'tool', 'ID=_any\n', { 'usr/bin/tool': '#!/bin/sh\n' });
    await use(scratch);
    scratch.remove();
  },
  tree: async ({ scratch }, use) => {
    const tree = await openTree(scratch);
    await use(tree);
    tree.close();
  },
});

const MASK = 'mask-without-target=/etc/extensions/gone';

function makeTroubles(scratch: Scratch): void {
  mkdirSync(join(scratch.path, 'tree/etc/extensions/gone'), { recursive: true });
  const foreign = process.arch === 'arm64' ? 'x86-64' : 'arm64';
  putExtension(scratch, 'tree/var/lib/extensions', 'foreign', `ID=_any\nARCHITECTURE=${foreign}\n`);
  putExtension(scratch, 'sources', 'debug', 'ID=_any\n');
  makeSquashfs(join(scratch.path, 'sources/debug'), join(scratch.path, 'tree/var/lib/extensions/debug-2.1.raw'));
}

test('of a healthy tree it says that all is well, and ends with 0', ({ tree }) => {
  const { stdout, stderr, status } = tree.veneer('doctor');
  expect(stdout).toMatch(/^No problems, \d+ checks passed\.\n$/);
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('each trouble has its reason, its proof and the command that mends it', ({ scratch, tree }) => {
  makeTroubles(scratch);
  const { stdout, status } = tree.veneer('doctor');
  expect(status).toBe(FOUND_DANGERS);
  const [misnamed = '', foreign = '', mask = '', sum = ''] = stdout.split('\n\n');
  expect(misnamed).toContain('danger: Every merge fails while /var/lib/extensions/debug-2.1.raw is there.');
  // The words of systemd 257, as a merge prints them.
  expect(misnamed).toContain('Failed to read metadata for image debug-2.1: No medium found');
  expect(misnamed).toContain('veneer --explain merge-fails');
  expect(foreign).toContain('warning: foreign does not fit, so every merge leaves it out.');
  expect(foreign).toMatch(
    /^ {2}\/var\/lib\/extensions\/foreign\/usr\/lib\/extension-release.d\/extension-release.foreign:2$/m,
  );
  expect(mask).toContain('warning: /etc/extensions/gone: It masks a name that no other folder offers.');
  expect(sum).toMatch(/^3 problems, \d+ checks passed\.\n$/);
  const fix = (part: string) => /Fix: veneer (.*) --root \S+/.exec(part)?.[1]?.split(' ') ?? [];
  expect(tree.veneer(...fix(misnamed)).status).toBe(0);
  expect(tree.veneer(...fix(mask)).status).toBe(0);
  expect(readdirSync(join(scratch.path, 'tree/var/lib/extensions'))).toEqual(['debug.raw', 'foreign', 'tool']);
  const after = tree.veneer('doctor');
  expect(after.stdout).toMatch(/^warning: foreign does not fit[\s\S]*\n\n1 problem, \d+ checks passed\.\n$/);
  expect(after.status).toBe(FOUND_WARNINGS);
  expect(tree.veneer('doctor', 'tool')).toMatchObject({ status: 0 });
  expect(tree.veneer('doctor', 'nobody')).toMatchObject({ status: 3 });
});

test('of what does not fit it leads to the build that a remote has', ({ scratch, tree }) => {
  makeTroubles(scratch);
  scratch.put('remote/foreign-2.0.raw', imageOf(scratch, { name: 'foreign' }));
  writeSums(scratch, 'remote');
  expect(tree.veneer('doctor', 'foreign').stdout).not.toContain('Fix: veneer search foreign');
  const url = `file://${join(scratch.path, 'remote')}/`;
  expect(tree.veneer('remote', 'add', 'mine', url, '--unsigned')).toMatchObject({ status: 0 });
  expect(tree.veneer('doctor', 'foreign').stdout).toContain('Fix: veneer search foreign');
});

test('what is silenced does not count, stays silenced in later runs and counts again when asked for', ({
  scratch,
  tree,
}) => {
  mkdirSync(join(scratch.path, 'tree/etc/extensions/gone'), { recursive: true });
  const report = () => JSON.parse(tree.veneer('doctor', '--json').stdout) as DoctorReport;
  expect(report().items).toMatchObject([{ key: MASK, silenced: null }]);
  expect(tree.veneer('doctor', '--silence', MASK)).toMatchObject({ status: 2 });
  expect(tree.veneer('doctor', '--silence', 'planted', '--reason', 'x')).toMatchObject({ status: 3 });
  expect(tree.veneer('doctor', '--silence', MASK, '--reason', 'x'.repeat(201))).toMatchObject({ status: 2 });
  expect(tree.veneer('doctor', '--silence', MASK, '--reason', 'it comes back')).toMatchObject({ status: 0 });
  expect(report().items).toMatchObject([{ key: MASK, silenced: { reason: 'it comes back' } }]);
  expect(tree.veneer('doctor')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^No problems, 1 silenced, /),
  });
  expect(tree.veneer('doctor', '--all').stdout).toContain('Silenced: it comes back');
  const file = join(scratch.path, 'home/.local/state/veneer/silenced.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toContain(MASK);
  expect(tree.veneer('doctor', '--unsilence', 'mask-without-target')).toMatchObject({ status: 0 });
  expect(tree.veneer('doctor')).toMatchObject({ status: FOUND_WARNINGS });
});

test('the report for others is Markdown with every finding, and names of strangers do nothing in it', ({
  scratch,
  tree,
}) => {
  mkdirSync(join(scratch.path, 'tree/etc/extensions/[x](y)`z'), { recursive: true });
  const { stdout, status } = tree.veneer('doctor', '--format=markdown');
  expect(status).toBe(FOUND_WARNINGS);
  expect(stdout).toContain('# Veneer Doctor\n');
  expect(stdout).toContain("- `/etc/extensions/[x](y)'z`");
  expect(stdout).not.toMatch(/(?<!\\)\[x(?<!\\)\]\(y\)`z/);
});
