/** Portable services with the real systemd-portabled: what Veneer lists is what portabled says, and what it does portabled sees. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { Portables } from '../../shared/model/portable.ts';
import { contentOfAnswer } from '../harness/answers.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { confirm, review } from '../shells/window.ts';
import { type Bed, test } from './bed.ts';

const FOLDERS = ['proc', 'sys', 'dev', 'run', 'tmp', 'var/tmp', 'etc'];
const PORTABLES = '/var/lib/portables';
/** Started without waiting; it ends when it is stopped. */
const WAITS = '[Service]\nExecStart=/usr/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n';

/** What runs in an image: a program of the booted system with its libraries. */
const FILL = `
  cp -L --parents /usr/bin/sleep $(ldd /usr/bin/sleep | grep -o '/[^ ]*') "$1/"
  touch "$1/etc/resolv.conf" "$1/etc/machine-id"`;

interface Made {
  readonly units: Readonly<Record<string, string>>;
  readonly release?: string;
  readonly form?: 'raw';
}

/** An image with a root of its own. */
function putImage({ machine, scratch }: Bed, name: string, { units, release = '', form }: Made): void {
  const place = `${PORTABLES}/${name}`;
  // As systemd-tmpfiles makes it only root may look into it.
  machine.run('install', '-d', '-m', '755', PORTABLES);
  for (const folder of FOLDERS) mkdirSync(join(machine.root, place, folder), { recursive: true });
  const put = (path: string, text: string) => putFile(machine.root, `${place}/${path}`, text);
  put('usr/lib/os-release', `ID=testos\nVERSION_ID=1\nPRETTY_NAME=Test\n${release}`);
  for (const [unit, text] of Object.entries(units)) put(`usr/lib/systemd/system/${unit}`, text);
  expect(machine.run('sh', '-ec', FILL, 'sh', place)).toMatchObject({ status: 0 });
  if (form === undefined) return;
  makeSquashfs(join(machine.root, place), join(scratch.path, `${name}.raw`));
  machine.run('rm', '-rf', place);
  putFile(machine.root, `${place}.raw`, readFileSync(join(scratch.path, `${name}.raw`)));
}

function putExtension({ machine }: Bed, name: string, release: string, units: Readonly<Record<string, string>>): void {
  const place = `${PORTABLES}/${name}`;
  putFile(machine.root, `${place}/usr/lib/extension-release.d/extension-release.${name}`, release);
  for (const [unit, text] of Object.entries(units))
    putFile(machine.root, `${place}/usr/lib/systemd/system/${unit}`, text);
}

function putFile(root: string, path: string, text: string | Buffer): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

const list = (bed: Bed): Portables => contentOfAnswer(bed.veneer('portable', 'list', '--json').stdout) as Portables;

/** name, type and state, by portabled's own answer on the bus. */
function byPortabled({ machine }: Bed): (readonly [string, string, string])[] {
  const at = ['org.freedesktop.portable1', '/org/freedesktop/portable1', 'org.freedesktop.portable1.Manager'];
  const { stdout } = machine.run('busctl', 'call', '--json=short', ...at, 'ListImages');
  const { data } = JSON.parse(stdout) as {
    data: [[string, string, boolean, number, number, number, string, string][]];
  };
  return data[0]
    .map(([name, type, , , , , state]) => [name, type, state] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

const byVeneer = (bed: Bed) => list(bed).images.map(({ name, type, state }) => [name, type, state]);

/** The units that portablectl finds without being told prefixes, which 257 does not take from the os-release. */
function unitsByPortablectl({ machine }: Bed, image: string, ...prefixes: readonly string[]): string[] {
  const { stdout } = machine.run('portablectl', 'inspect', `${PORTABLES}/${image}`, ...prefixes);
  return [...stdout.matchAll(/^\t(\S+\.(?:service|socket|target|timer|path))$/gm)].map(([, unit = '']) => unit).sort();
}

const unitsByVeneer = (bed: Bed, image: string): string[] =>
  list(bed)
    .images.find(({ name }) => name === image)
    ?.units.flatMap(({ name, matches }) => (matches === true ? [name] : [])) ?? [];

const isActive = ({ machine }: Bed, unit: string) => machine.run('systemctl', 'is-active', unit).stdout.trim();

test.afterEach(({ bed: { machine } }) => {
  const stop = 'systemctl stop "app*" "base*" "other*" "odd*"';
  machine.run('sh', '-c', `${stop}; rm -rf /etc/systemd/system.attached /run/systemd/system.attached ${PORTABLES}`);
  machine.run('sh', '-c', 'rm -rf /etc/portables /run/portables /usr/local/lib/portables; systemctl daemon-reload');
});

test('lists what portabled lists, with the same states and units', async ({ bed }) => {
  const { machine } = bed;
  const units = { 'app.service': WAITS, 'app-b.socket': '[Socket]\nListenStream=/run/app\n', 'apple.service': WAITS };
  putImage(bed, 'app_1', { units: { ...units, 'app@.service': WAITS, 'app.mount': '' } });
  putImage(bed, 'odd', {
    units: { 'web.service': WAITS, 'db.timer': '', 'db.path': '[Path]\n', 'x.service': WAITS },
    release: 'PORTABLE_PREFIXES="web db"\n',
  });
  putImage(bed, 'packed_2', { units: { 'packed.service': WAITS }, form: 'raw' });
  putExtension(bed, 'ext', 'ID=testos\nVERSION_ID=1\n', { 'app-ext.service': WAITS });
  putFile(machine.root, '/run/portables/many.v/many_3/usr/lib/os-release', 'ID=x\n');
  putFile(machine.root, '/run/portables/many.v/many_12/usr/lib/os-release', 'ID=x\n');
  putFile(machine.root, '/usr/local/lib/portables/app_1/usr/lib/os-release', 'ID=hidden\n');
  putFile(machine.root, `${PORTABLES}/.hidden/x`, '');
  symlinkSync(`${PORTABLES}/odd`, join(machine.root, '/run/portables/linked'));
  expect(byVeneer(bed)).toEqual(byPortabled(bed));
  expect(unitsByVeneer(bed, 'app_1')).toEqual(unitsByPortablectl(bed, 'app_1'));
  expect(unitsByVeneer(bed, 'odd')).toEqual(unitsByPortablectl(bed, 'odd', 'web', 'db'));
  expect(unitsByVeneer(bed, 'packed_2')).toEqual(unitsByPortablectl(bed, 'packed_2.raw'));

  const run = (...args: string[]) =>
    expect(machine.run('portablectl', '--quiet', ...args)).toMatchObject({ status: 0 });
  run('attach', '--enable', `${PORTABLES}/app_1`, '--extension', `${PORTABLES}/ext`);
  run('attach', '--runtime', '--profile', 'strict', `${PORTABLES}/packed_2.raw`);
  expect(byVeneer(bed)).toEqual(byPortabled(bed));
  machine.run('systemctl', 'start', 'app-ext.service');
  machine.run('systemctl', 'enable', '--runtime', 'packed.service');
  expect(byVeneer(bed)).toEqual(byPortabled(bed));
  expect(list(bed).images.find(({ name }) => name === 'ext')).toMatchObject({ state: 'running', kind: 'extension' });
  expect(list(bed).attached).toMatchObject([
    { image: `${PORTABLES}/app_1`, extensions: [`${PORTABLES}/ext`], profile: 'default', runtime: false, gone: [] },
    { image: `${PORTABLES}/packed_2.raw`, extensions: [], profile: 'strict', runtime: true, changed: false },
  ]);
  expect(list(bed).findings).toMatchObject([{ id: 'portable-without-os-release', subject: { name: '.hidden' } }]);
});

test('attaches with an extension, attaches another version, and detaches nothing but that', async ({ bed }) => {
  const { machine } = bed;
  putImage(bed, 'base_1', { units: { 'base.service': WAITS }, form: 'raw' });
  putImage(bed, 'other', { units: { 'other.service': WAITS } });
  putExtension(bed, 'app', 'ID=testos\nVERSION_ID=1\n', { 'base-app.service': WAITS });
  putExtension(bed, 'late', 'ID=testos\nVERSION_ID=2\n', { 'base-late.service': WAITS });
  expect(bed.veneer('portable', 'attach', 'other')).toMatchObject({ status: 0 });

  const misfit = bed.veneer('portable', 'attach', 'base_1', '--extension', 'late');
  expect(misfit).toMatchObject({
    status: 4,
    stderr: expect.stringContaining('VERSION_ID is 2, that of the image is 1'),
  });
  expect(bed.veneer('portable', 'attach', 'base_1', '--profile', 'nothing')).toMatchObject({ status: 3 });
  expect(bed.veneer('portable', 'attach', 'app')).toMatchObject({ status: 4 });
  // Its profile binds what a read-only image has no place for; portablectl itself says nothing of it.
  const fails = bed.veneer('portable', 'attach', 'base_1', '--profile', 'trusted', '--now');
  expect(fails).toMatchObject({ status: 16, stderr: expect.stringContaining('did not start: base.service') });
  expect(bed.veneer('portable', 'detach', 'base_1')).toMatchObject({ status: 0 });

  const done = bed.veneer(
    'portable',
    'attach',
    'base_1',
    '--extension',
    'app',
    '--profile',
    'nonetwork',
    '--now',
    '--enable',
  );
  expect(done, done.stderr + done.stdout).toMatchObject({ status: 0 });
  for (const unit of ['base.service', 'base-app.service']) expect(isActive(bed, unit), unit).toBe('active');
  expect(byVeneer(bed)).toEqual(byPortabled(bed));
  const root = machine.run('systemctl', 'show', '--property=RootImage,ExtensionDirectories', 'base-app.service').stdout;
  expect(root).toContain(`RootImage=${PORTABLES}/base_1.raw`);
  expect(root).toContain(`${PORTABLES}/app`);
  expect(list(bed).attached[0]).toMatchObject({ profile: 'nonetwork', units: [{ running: true, atBoot: true }, {}] });

  putImage(bed, 'base_2', { units: { 'base.service': WAITS } });
  expect(bed.veneer('portable', 'attach', 'base_2')).toMatchObject({ status: 12 });
  const anew = bed.veneer('portable', 'reattach', 'base_2', '--profile', 'default', '--now');
  expect(anew, anew.stderr + anew.stdout).toMatchObject({ status: 0 });
  expect(list(bed).attached[0]).toMatchObject({ image: `${PORTABLES}/base_2`, profile: 'default' });
  expect(isActive(bed, 'base.service')).toBe('active');

  expect(bed.veneer('portable', 'detach', 'base_2'), 'it runs').toMatchObject({ status: 12 });
  expect(isActive(bed, 'base.service')).toBe('active');
  const gone = bed.veneer('portable', 'detach', 'base_2', '--now');
  expect(gone, gone.stderr + gone.stdout).toMatchObject({ status: 0 });
  expect(isActive(bed, 'base.service')).not.toBe('active');
  // By a name portablectl 257 would have taken `other` away as well.
  expect(list(bed).attached).toMatchObject([{ image: `${PORTABLES}/other` }]);
  expect(byVeneer(bed)).toEqual(byPortabled(bed));
  expect(bed.veneer('portable', 'detach', 'base_2')).toMatchObject({ status: 3 });
  expect(bed.veneer('history').stdout).toMatch(/Detached base_2[\s\S]*Attached base_2 anew[\s\S]*Attached base_1/);
});

test('who may not look into the folder of the images hears what portabled lists, and attaches by name', async ({
  bed,
}) => {
  const { machine } = bed;
  putImage(bed, 'app', { units: { 'app.service': WAITS }, form: 'raw' });
  machine.run('chmod', '700', PORTABLES);
  const listed = bed.veneer('portable', 'list');
  expect(listed).toMatchObject({ status: 9, stderr: expect.stringContaining(`${PORTABLES} may not be read by you.`) });
  expect(listed.stdout).toMatch(/^app +detached/m);
  expect(bed.veneer('portable', 'attach', 'app', '--now')).toMatchObject({ status: 0 });
  expect(byVeneer(bed)).toEqual(byPortabled(bed));
  expect(list(bed)).toMatchObject({ images: [{ state: 'running' }], attached: [{ gone: [] }], findings: [] });
  expect(bed.veneer('portable', 'detach', 'app', '--now')).toMatchObject({ status: 0 });
});

test('what is gone or runs without a profile is found, and detached', async ({ bed }) => {
  const { machine } = bed;
  putImage(bed, 'app', { units: { 'app.service': WAITS } });
  expect(bed.veneer('portable', 'attach', 'app', '--runtime')).toMatchObject({ status: 0 });
  expect(byPortabled(bed)).toEqual([['app', 'directory', 'attached-runtime']]);
  machine.run('sh', '-c', 'rm /run/systemd/system.attached/app.service.d/10-profile.conf');
  machine.run('rm', '-rf', `${PORTABLES}/app`);
  const ids = () => list(bed).findings.map(({ id }) => id);
  expect(ids()).toEqual(['portable-image-gone', 'portable-without-profile']);
  expect(bed.veneer('doctor').stdout).toContain('app is attached, and /var/lib/portables/app is gone.');
  expect(bed.veneer('portable', 'detach', 'app')).toMatchObject({ status: 0 });
  expect(list(bed)).toMatchObject({ images: [], attached: [], findings: [] });
});

test('who may attach portable services may attach no image that others than root can write to', async ({ bed }) => {
  const { machine } = bed;
  putImage(bed, 'app', { units: { 'app.service': WAITS } });
  machine.run('chown', 'tester', `${PORTABLES}/app`);
  const refused = bed.veneer('portable', 'attach', 'app');
  expect(refused).toMatchObject({ status: 12, stderr: expect.stringContaining(`${PORTABLES}/app`) });
  machine.run('chown', 'root', `${PORTABLES}/app`);
  machine.forbid('org.veneer.helper.attach-portable');
  expect(bed.veneer('portable', 'attach', 'app').status).not.toBe(0);
  expect(byPortabled(bed)).toEqual([['app', 'directory', 'detached']]);
});

test('the window attaches and detaches, follows what runs, and takes it back', async ({ bed, page }) => {
  const { machine } = bed;
  putImage(bed, 'app', { units: { 'app.service': WAITS }, form: 'raw' });
  await bed.open(page);
  await page.getByRole('navigation').getByRole('button', { name: 'Host', exact: true }).click();
  const line = page.getByRole('region', { name: 'Portable services' }).getByRole('listitem').first();
  await line.getByRole('button', { name: 'Attach app' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Review…' }).click();
  await confirm(page);
  await expect(line).toContainText('Services run', { timeout: 30_000 });
  expect(isActive(bed, 'app.service')).toBe('active');
  expect(list(bed).attached).toMatchObject([{ profile: 'default', units: [{ running: true, atBoot: true }] }]);
  machine.run('systemctl', 'kill', '--signal=SIGSEGV', 'app.service');
  await expect(line).toContainText('Service failed');
  machine.run('systemctl', 'start', 'app.service');
  await expect(line).toContainText('Services run');
  await line.getByRole('button', { name: 'Detach app' }).click();
  await expect(review(page)).toContainText('Stop the services of app and detach it');
  await confirm(page);
  await expect(line).toContainText('Not attached', { timeout: 30_000 });
  expect(byPortabled(bed)).toEqual([['app', 'raw', 'detached']]);
  await page.getByRole('region', { name: 'Result', exact: true }).getByRole('button', { name: 'Undo' }).click();
  await expect(line).toContainText('Services run', { timeout: 30_000 });
  expect(byPortabled(bed)).toEqual(byVeneer(bed));

  const started = () => machine.run('systemctl', 'show', '--property=ActiveEnterTimestampMonotonic', 'app.service');
  const before = started().stdout;
  await line.getByRole('button', { name: 'Attach anew: app' }).click();
  await confirm(page);
  await expect.poll(() => started().stdout, { timeout: 30_000 }).not.toBe(before);
  putImage(bed, 'app_2', { units: { 'app.service': WAITS } });
  await page.getByRole('button', { name: 'Use instead of app: app_2' }).click();
  await expect(review(page)).toContainText('Attach app_2 anew');
  await confirm(page);
  const lines = page.getByRole('region', { name: 'Portable services' }).getByRole('listitem');
  await expect(lines.nth(1)).toContainText(/^app_2Services run/, { timeout: 30_000 });
  expect(list(bed).attached).toMatchObject([{ image: `${PORTABLES}/app_2` }]);
  expect(byPortabled(bed)).toEqual(byVeneer(bed));
});
