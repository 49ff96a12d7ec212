import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import type { VersionedAs } from '../../shared/images/store.ts';
import { type ForOsRequest, setForOs } from './for-os.ts';
import { forOsEntries } from './for-os-files.ts';
import { keepingForOs } from './for-os-kept.ts';
import { removeExtension, vacuumStore } from './remove.ts';
import { VERBS } from './verbs.ts';

const FOLDER = '/var/lib/extensions.d/tool';
const LINK = 'var/lib/extensions/tool.raw';
const A = { id: 'debian', version: '13' };
const B = { id: 'debian', version: '14' };

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('for-os');
  tree.put('var/lib/extensions/keep', '');
  for (const version of ['1.0', '1.1', '2.0', '3.0']) {
    tree.put(`${FOLDER.slice(1)}/tool-${version}-x86-64.raw`, version);
  }
  boot(A);
  point('1.0');
});
afterEach(() => tree.remove());

const at = (path: string) => join(tree.path, path);
const file = (version: string) => `${FOLDER}/tool-${version}-x86-64.raw`;
const stored = (version: string): VersionedAs => ({ version, architecture: 'x86-64' });
const now = () => readlinkSync(at(LINK));
const named = () =>
  Object.fromEntries(forOsEntries(tree.path).map(({ os, target }) => [os.version, target.slice(FOLDER.length + 1)]));

function boot({ id, version }: typeof A): void {
  tree.put('usr/lib/os-release', `ID=${id}\nVERSION_ID=${version}\n`);
}

function point(version: string): void {
  if (lstatSync(at(LINK), { throwIfNoEntry: false }) !== undefined) unlinkSync(at(LINK));
  symlinkSync(file(version), at(LINK));
}

const request = (more: Partial<ForOsRequest> = {}): ForOsRequest => ({
  class: 'sysext',
  root: tree.path,
  name: 'tool',
  os: B,
  stored: stored('2.0'),
  ...more,
});

/** What the unit does at boot where its conditions hold. */
function bootUnit({ id, version }: typeof A): void {
  boot({ id, version });
  const folder = at(`var/lib/veneer/for-os/${id}:${version}`);
  if (!existsSync(join(folder, 'sysext-tool.conf'))) return;
  if (existsSync(at(`var/lib/veneer/for-os/now/sysext-tool/is-${id}:${version}`))) return;
  run('systemd-tmpfiles', ['--create', `--root=${tree.path}`, join(folder, 'sysext-tool.conf')]);
}

/** A verb that makes another version current. */
const switchTo = (version: string) => keepingForOs(tree.path, false, async () => point(version));

test('each release has its version, also after the one that runs was changed', async () => {
  await setForOs(request());
  expect(now()).toBe(file('1.0'));
  expect(named()).toEqual({ 13: 'tool-1.0-x86-64.raw', 14: 'tool-2.0-x86-64.raw' });
  bootUnit(A);
  expect(now()).toBe(file('1.0'));
  await switchTo('1.1');
  bootUnit(B);
  expect(now()).toBe(file('2.0'));
  await switchTo('3.0');
  bootUnit(A);
  expect(now()).toBe(file('1.1'));
  bootUnit(B);
  expect(now()).toBe(file('3.0'));
});

test('what systemd-sysupdate made current stays so while the OS does, and is seen at the next call', async () => {
  await setForOs(request());
  point('1.1');
  bootUnit(A);
  expect(now()).toBe(file('1.1'));
  await keepingForOs(tree.path, false, () => Promise.resolve());
  expect(named()).toMatchObject({ 13: 'tool-1.1-x86-64.raw' });
  // A boot of B that set nothing says nothing of B.
  boot(B);
  await keepingForOs(tree.path, false, () => Promise.resolve());
  expect(named()).toMatchObject({ 14: 'tool-2.0-x86-64.raw' });
});

test('the unit is there for each name, and goes with the last', async () => {
  await setForOs(request());
  const wants = at('etc/systemd/system/sysinit.target.wants');
  expect(readlinkSync(join(wants, 'veneer-sysext-for-os@tool.service'))).toBe('../veneer-sysext-for-os@.service');
  expect(readFileSync(at('etc/systemd/system/veneer-sysext-for-os@.service'), 'utf8')).toContain('systemd-tmpfiles');
  const remembered = await setForOs(request({ stored: null }));
  expect(remembered).toEqual(['No version of tool is meant for debian 14 any more.']);
  expect(readdirSync(wants)).toEqual([]);
  expect(readdirSync(at('etc/systemd/system'))).toEqual(['sysinit.target.wants']);
  expect(existsSync(at('var/lib/veneer/for-os'))).toBe(false);
  expect(now()).toBe(file('1.0'));
});

test('who removes the extension removes it for every release', async () => {
  await setForOs(request());
  const removal = { class: 'sysext', root: tree.path, name: 'tool', purge: false } as const;
  await keepingForOs(tree.path, VERBS.remove.forEveryOs === true, () => Promise.resolve(removeExtension(removal)));
  expect(named()).toEqual({});
  expect(existsSync(at('etc/systemd/system/veneer-sysext-for-os@.service'))).toBe(false);
  bootUnit(B);
  expect(readdirSync(at('var/lib/extensions'))).toEqual(['keep']);
});

test('no version that is meant for some release is deleted as an old one', async () => {
  await setForOs(request());
  vacuumStore({ class: 'sysext', root: tree.path, name: 'tool', keep: 0 });
  expect(readdirSync(at(FOLDER)).sort()).toEqual(['tool-1.0-x86-64.raw', 'tool-2.0-x86-64.raw']);
  await setForOs(request({ stored: null }));
  vacuumStore({ class: 'sysext', root: tree.path, name: 'tool', keep: 0 });
  expect(readdirSync(at(FOLDER))).toEqual(['tool-1.0-x86-64.raw']);
});

test('systemd-sysupdate is told as well, in a transfer file of somebody else', async () => {
  tree.put(
    'etc/sysupdate.tool.d/tool.transfer',
    `[Source]\nType=url-file\nPath=https://a.example/\nMatchPattern=tool-@v-%a.raw\n[Target]\nType=regular-file\nPath=${FOLDER}\nMatchPattern=tool-@v-x86-64.raw\nCurrentSymlink=/${LINK}\n`,
  );
  await setForOs(request());
  const dropIn = at('etc/sysupdate.tool.d/tool.transfer.d/60-veneer.conf');
  const protectedNow = () =>
    [...readFileSync(dropIn, 'utf8').matchAll(/^ProtectVersion=(.*)$/gm)].map(([, one]) => one);
  expect(protectedNow().sort()).toEqual(['1.0', '2.0']);
  await switchTo('1.1');
  expect(protectedNow().sort()).toEqual(['1.1', '2.0']);
  await setForOs(request({ stored: null }));
  expect(existsSync(dropIn)).toBe(false);
});

test('refuses what could not be kept, and changes nothing', async () => {
  const refused = async (more: Partial<ForOsRequest>, code: string) => {
    await expect(setForOs(request(more))).rejects.toMatchObject({ code });
    expect(existsSync(at('var/lib/veneer'))).toBe(false);
    expect(existsSync(at('etc'))).toBe(false);
  };
  await refused({ os: A }, 'invalid-input');
  await refused({ stored: stored('9') }, 'not-found');
  await refused({ name: 'other' }, 'unsupported');
  tree.put('var/lib/extensions/plain.raw', 'put there by hand');
  await refused({ name: 'plain' }, 'unsupported');
  tree.put('usr/lib/os-release', 'ID=Odd/One\nVERSION_ID=1\n');
  await refused({}, 'unsupported');
  boot(A);
  tree.put('var/lib/extensions/tool.raw.v/tool_4.raw', '');
  await refused({}, 'unsupported');
});
