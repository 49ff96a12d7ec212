/** Portable services of a tree as portabled left it: what it wrote is copied from systemd 257.13 and 262.1. */
import { chmodSync, mkdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../../e2e/harness/squashfs.ts';
import { ownMounts } from '../target.ts';
import { readPortables } from './portables.ts';

let scratch: Scratch;
const at = (path: string) => join(scratch.path, 'tree', path);
const read = () => readPortables({ root: at(''), asSystemd: 262, mounts: ownMounts(at('')) });
const put = (path: string, content: string) => scratch.put(`tree/${path}`, content);

const SERVICE = '[Service]\nExecStart=/usr/bin/app\n';
const PORTABLES = 'var/lib/portables';

function putImage(path: string, release: string, units: readonly string[]): void {
  put(`${path}/usr/lib/os-release`, release);
  for (const unit of units) put(`${path}/usr/lib/systemd/system/${unit}`, SERVICE);
}

function putExtension(path: string, name: string, release: string): void {
  put(`${path}/usr/lib/extension-release.d/extension-release.${name}`, release);
}

/** As `portablectl attach` leaves it. */
function attach(images: readonly string[], units: readonly string[], profile: string | null = 'default', run = false) {
  const directory = `${run ? 'run' : 'etc'}/systemd/system.attached`;
  for (const unit of units) {
    put(`${directory}/${unit}`, SERVICE);
    const [image = ''] = images;
    const setting = unit.endsWith('.service') ? `\n[Service]\nRootDirectory=${image}\n` : '';
    put(
      `${directory}/${unit}.d/20-portable.conf`,
      `# Drop-in created for image '${images.join(':')}', do not edit.\n${setting}`,
    );
    if (profile !== null && unit.endsWith('.service'))
      symlinkSync(
        `/usr/lib/systemd/portable/profile/${profile}/service.conf`,
        at(`${directory}/${unit}.d/10-profile.conf`),
      );
  }
}

beforeEach(() => {
  scratch = makeScratch('portables');
  put('usr/lib/os-release', 'ID=debian\nVERSION_ID=13\n');
  for (const name of ['default', 'nonetwork', 'strict', 'trusted'])
    put(`usr/lib/systemd/portable/profile/${name}/service.conf`, `[Service]\n# ${name}\n`);
});
afterEach(() => scratch.remove());

test('images of all search directories, the first of a name, in every form', async () => {
  putImage(`${PORTABLES}/app_1`, 'ID=testos\nPRETTY_NAME=Test OS\n', ['app.service', 'app-x.socket', 'apple.service']);
  putImage('usr/lib/portables/app_1', 'ID=hidden\n', []);
  putImage('etc/portables/named', 'ID=x\nPORTABLE_PREFIXES="web db"\nPORTABLE_PRETTY_NAME=Web\n', [
    'web@.service',
    'a.service',
  ]);
  putImage('run/portables/many.v/many_2', 'ID=x\n', ['many.service']);
  putImage('run/portables/many.v/many_10', 'ID=x\n', ['many.service']);
  putExtension('usr/local/lib/portables/ext', 'ext', 'ID=testos\n');
  putImage('src', 'ID=packed\n', ['packed.timer']);
  makeSquashfs(at('src'), at(`${PORTABLES}/packed_3.raw`));
  put(`${PORTABLES}/junk.raw`, '<html>');
  mkdirSync(at(`${PORTABLES}/.hid`), { recursive: true });
  const { images, attached, profiles } = await read();
  expect(profiles).toEqual(['default', 'nonetwork', 'strict', 'trusted']);
  expect(attached).toEqual([]);
  const told = images.map(({ name, type, kind, realPath, state }) => [name, type, kind, realPath, state]);
  expect(told).toEqual([
    ['.hid', 'directory', null, `/${PORTABLES}/.hid`, 'detached'],
    ['app_1', 'directory', 'service', `/${PORTABLES}/app_1`, 'detached'],
    ['ext', 'directory', 'extension', '/usr/local/lib/portables/ext', 'detached'],
    ['junk', 'raw', null, `/${PORTABLES}/junk.raw`, 'detached'],
    ['many', 'directory', 'service', '/run/portables/many.v/many_10', 'detached'],
    ['named', 'directory', 'service', '/etc/portables/named', 'detached'],
    ['packed_3', 'raw', 'service', `/${PORTABLES}/packed_3.raw`, 'detached'],
  ]);
  const unitsOf = (name: string) =>
    images.find((one) => one.name === name)?.units.map((one) => [one.name, one.matches]);
  expect(unitsOf('app_1')).toEqual([
    ['app-x.socket', true],
    ['app.service', true],
    ['apple.service', false],
  ]);
  expect(unitsOf('named')).toEqual([
    ['a.service', false],
    ['web@.service', true],
  ]);
  expect(unitsOf('packed_3')).toEqual([['packed.timer', true]]);
  expect(images.find(({ name }) => name === 'named')).toMatchObject({ description: 'Web', prefixes: ['web', 'db'] });
  expect(images.find(({ name }) => name === 'junk')?.problem?.text).toContain('not an image');
});

test('what is attached, from which images, with which profile, and what starts at boot', async () => {
  putImage(`${PORTABLES}/app_1`, 'ID=testos\nVERSION_ID=1\n', ['app.service', 'app-x.socket']);
  putImage(`${PORTABLES}/app_2`, 'ID=testos\nVERSION_ID=1\n', ['app.service']);
  putExtension(`${PORTABLES}/ext`, 'ext', 'ID=testos\nVERSION_ID=1\n');
  putImage(`${PORTABLES}/other`, 'ID=x\n', ['other.service']);
  attach([`/${PORTABLES}/app_1`, `/${PORTABLES}/ext`], ['app.service', 'app-x.socket'], 'strict');
  attach([`/${PORTABLES}/other`], ['other.service'], 'default', true);
  put('etc/systemd/system.attached/mine.service', SERVICE);
  mkdirSync(at('etc/systemd/system.attached/multi-user.target.wants'), { recursive: true });
  symlinkSync(
    '/etc/systemd/system.attached/app.service',
    at('etc/systemd/system.attached/multi-user.target.wants/app.service'),
  );
  const { images, attached, findings } = await read();
  const unit = (name: string, atBoot = false) => ({ name, enabled: false, atBoot, running: null, failed: null });
  expect(attached).toEqual([
    {
      image: `/${PORTABLES}/app_1`,
      extensions: [`/${PORTABLES}/ext`],
      runtime: false,
      profile: 'strict',
      units: [unit('app-x.socket'), unit('app.service', true)],
      gone: [],
      changed: false,
    },
    {
      image: `/${PORTABLES}/other`,
      extensions: [],
      runtime: true,
      profile: 'default',
      units: [unit('other.service')],
      gone: [],
      changed: false,
    },
  ]);
  const states = Object.fromEntries(images.map(({ name, state }) => [name, state]));
  expect(states).toEqual({ app_1: 'attached', app_2: 'attached', ext: 'attached', other: 'attached-runtime' });
  expect(findings).toEqual([]);
});

test('a link of systemctl enable is what portablectl calls enabled', async () => {
  putImage(`${PORTABLES}/app`, 'ID=x\n', ['app.service']);
  attach([`/${PORTABLES}/app`], ['app.service']);
  mkdirSync(at('etc/systemd/system/multi-user.target.wants'), { recursive: true });
  symlinkSync('/etc/systemd/system.attached/app.service', at('etc/systemd/system/multi-user.target.wants/app.service'));
  expect((await read()).images).toMatchObject([{ state: 'enabled' }]);
});

test('each rule finds what it is for', async () => {
  put(`${PORTABLES}/bare/usr/bin/x`, '');
  putImage(`${PORTABLES}/noid`, 'NAME=x\n', ['noid.service']);
  putImage(`${PORTABLES}/odd_1`, 'ID=x\n', ['web.service']);
  putImage(`${PORTABLES}/app`, 'ID=testos\nVERSION_ID=1\n', ['app.service']);
  putExtension(`${PORTABLES}/ext`, 'ext', 'ID=testos\nVERSION_ID=2\n');
  attach([`/${PORTABLES}/app`, `/${PORTABLES}/ext`], ['app.service']);
  attach([`/${PORTABLES}/gone.raw`], ['gone.service'], null);
  putImage('src', 'ID=x\n', ['new.service']);
  makeSquashfs(at('src'), at(`${PORTABLES}/new.raw`));
  attach([`/${PORTABLES}/new.raw`], ['new.service'], 'lost');
  const later = Date.now() / 1000 + 60;
  utimesSync(at(`${PORTABLES}/new.raw`), later, later);
  const { findings } = await read();
  const told = findings.map(({ id, subject }) => [id, subject.kind === 'portable' ? subject.name : null]).sort();
  expect(told).toEqual([
    ['portable-extension-misfit', 'app'],
    ['portable-image-changed', 'new'],
    ['portable-image-gone', 'gone'],
    ['portable-profile-gone', 'new'],
    ['portable-unit-prefix', 'odd_1'],
    ['portable-without-id', 'noid'],
    ['portable-without-os-release', 'bare'],
    ['portable-without-profile', 'gone'],
  ]);
  expect(findings.find(({ id }) => id === 'portable-extension-misfit')?.reason?.text).toContain(
    'Its VERSION_ID is 2, that of the image is 1.',
  );
});

test('a folder whose unit is another one by now has changed; nothing else on it is looked at', async () => {
  putImage(`${PORTABLES}/app`, 'ID=x\n', ['app.service']);
  attach([`/${PORTABLES}/app`], ['app.service']);
  put(`${PORTABLES}/app/usr/bin/app`, 'new');
  expect((await read()).attached).toMatchObject([{ changed: false }]);
  put(`${PORTABLES}/app/usr/lib/systemd/system/app.service`, '[Service]\nExecStart=/usr/bin/other\n');
  expect((await read()).attached).toMatchObject([{ changed: true }]);
});

test('what portabled copied, and what is no file of its own', async () => {
  putImage(`${PORTABLES}/app`, 'ID=x\n', ['app.service', 'app-b.service']);
  attach([`/${PORTABLES}/app`], ['app.service'], null);
  put('etc/systemd/system.attached/app.service.d/10-profile.conf', '[Service]\n# trusted\n');
  mkdirSync(at('etc/systemd/system.attached/app-b.service'));
  put(
    'etc/systemd/system.attached/app-b.service.d/20-portable.conf',
    "# Drop-in created for image '/x', do not edit.\n",
  );
  expect((await read()).attached).toMatchObject([{ profile: 'trusted', units: [{ name: 'app.service' }] }]);
});

test('an image that may not be read is said to be so', async () => {
  put(`${PORTABLES}/secret.raw`, 'x');
  chmodSync(at(`${PORTABLES}/secret.raw`), 0);
  // Root reads everything, so for root the effective user is another one meanwhile.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    chmodSync(scratch.path, 0o755);
    process.seteuid?.(61_000);
  }
  try {
    expect((await read()).images[0]?.problem?.id).toBe('extension.unknown-it-may-not-be-read');
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
});

test('a link out of the tree leads nowhere, and hostile names and drop-ins are only text', async () => {
  mkdirSync(at('etc'));
  symlinkSync('/../../../etc', at('etc/systemd'));
  const evil = 'app\u001b[2J';
  putImage(`${PORTABLES}/turned\u202e`, `ID=x\nPORTABLE_PREFIXES="${evil} ../../x a"\n`, ['a.service']);
  const { images, attached } = await read();
  expect(images[0]?.prefixes).toEqual(['a']);
  expect(attached).toEqual([]);
  rmSync(at('etc/systemd'));
});
