/** What people install, on systems that never had Veneer: used by an ordinary user, brought up to date, and removed. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { INSTALLED_HELPER } from '../../shared/changes/installed-helper.ts';
import { linesHeld } from '../harness/documents.ts';
import { run } from '../harness/programs.ts';
import { confirm, confirmInstall, drop, openWindow, row } from '../shells/window.ts';
import { ALL_ACTIONS, SYSTEMD_ACTIONS } from './bed.ts';
import { type Fresh, test } from './fresh.ts';
import { makeImage } from './images.ts';
import { USER } from './machine.ts';
import { SUITES } from './rootfs.ts';

/** What README tells to type, as root where it says sudo, in a folder with what is installed. */
function typeAsReadmeSays({ must }: Fresh, held: 'deb' | 'raw', folder: string): void {
  const lines = linesHeld(held);
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) must('sh', '-c', `cd ${folder} && ${line.replace(/^sudo /, '')}`);
}

/** The first steps of README, by the ordinary user, whom polkit lets do it. */
function takeFirstSteps({ machine }: Fresh): void {
  const lines = linesHeld('bed');
  expect(lines.length).toBeGreaterThan(5);
  const home = `/home/${USER.name}`;
  expect(machine.runAsUser('mkdir', `${home}/steps`).status).toBe(0);
  const said = lines.map((line) => {
    const { status, stdout, stderr } = machine.runAsUser('sh', '-c', `cd ${home}/steps && ${line}`);
    expect(status, `${line}: ${stdout}${stderr}`).toBe(0);
    return stdout;
  });
  expect(said.join('')).toContain('It fits any OS.');
  expect(machine.run('rm', '-r', `${home}/steps`).status).toBe(0);
}

/** Everything of the system that is not the state of something that runs, or the package manager's own. */
function filesOf({ must }: Fresh): string[] {
  const list = must(
    'sh',
    '-c',
    'find /usr /etc /opt /var/lib -xdev ! -path "/var/lib/dpkg/*" ! -path "/var/lib/apt/*" ! -path "/var/lib/systemd/*"',
  );
  return list.trim().split('\n').sort();
}

async function installThroughWindow({ scratch }: Fresh, page: Page, name: string): Promise<void> {
  await drop(page, makeImage(scratch, { name }));
  await confirmInstall(page, 'merge');
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done');
  await page.getByRole('button', { name: 'Dismiss' }).click();
}

/** Ends the ordinary user's service manager and all that it runs, and waits until no process of theirs is left. */
async function endSession({ must, machine }: Fresh): Promise<void> {
  must('systemctl', '--no-block', 'stop', `user@${USER.id}.service`);
  await expect.poll(() => machine.run('pgrep', '--uid', USER.name).status).toBe(1);
}

/** The setting switches the timer of the person's own service manager, which does what the setting says. */
async function looksByItself({ userctl, machine }: Fresh, page: Page): Promise<void> {
  const enabled = () => userctl('is-enabled', 'veneer-update.timer').stdout.trim();
  expect(enabled()).toBe('disabled');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Tell me' }).click();
  await expect.poll(enabled).toBe('enabled');
  expect(userctl('start', 'veneer-update.service')).toMatchObject({ status: 0 });
  expect(userctl('show', '--property=Result', 'veneer-update.service').stdout).toBe('Result=success\n');
  expect(machine.run('test', '-e', `/home/${USER.name}/.cache/veneer/updates-checked.json`).status).toBe(0);
  await page.getByRole('radio', { name: 'Off' }).click();
  await expect.poll(enabled).toBe('disabled');
  await page.getByRole('button', { name: 'Extensions' }).click();
}

test('the .deb is installed, used through the window, brought up to date and removed without a trace', async ({
  fresh,
  page,
}) => {
  const { machine, must, put, packages } = fresh;
  // What Veneer recommends could not be fetched: the system has no network.
  must('sh', '-c', `echo 'APT::Install-Recommends "false";' >/etc/apt/apt.conf.d/99-no-network`);
  const before = filesOf(fresh);
  put(packages.made('.deb'), '/root/packages/veneer-headless_1_amd64.deb');
  typeAsReadmeSays(fresh, 'deb', '/root/packages');
  expect(machine.runAsUser('/usr/bin/veneer', 'list')).toMatchObject({ status: 0, stdout: 'No extensions here.\n' });
  expect(machine.run('stat', '-c', '%U %a', INSTALLED_HELPER).stdout).toBe('root 755\n');
  takeFirstSteps(fresh);
  await fresh.openByUnit(page);
  await installThroughWindow(fresh, page, 'tool');
  expect(must('/usr/bin/tool')).toBe('tool 1\n');
  await looksByItself(fresh, page);
  machine.forbid(...ALL_ACTIONS, ...SYSTEMD_ACTIONS);
  await row(page, 'tool').click();
  await page.getByRole('button', { name: 'Remove…' }).click();
  await confirm(page);
  await expect(page.getByRole('region', { name: 'Result' }), 'polkit decides').toContainText('did not allow it');
  machine.allow(...ALL_ACTIONS, ...SYSTEMD_ACTIONS);
  // While an extension is merged nobody can write to /usr, dpkg as little as anybody.
  expect(machine.runAsUser('/usr/bin/veneer', 'remove', '--now', '--purge', 'tool')).toMatchObject({ status: 0 });
  expect(machine.runAsUser('/usr/bin/veneer', 'unmerge')).toMatchObject({ status: 0 });

  const window = () => fresh.userctl('show', '--property=MainPID', '--value', 'veneer.service').stdout.trim();
  const old = window();
  must('dpkg', '--install', put(newerDeb(fresh), '/root/newer.deb'));
  await expect.poll(window, 'the one that runs goes on with the new programs').not.toMatch(new RegExp(`^(0|${old})$`));
  expect(must('dpkg-query', '--show', 'veneer-headless')).toBe('veneer-headless\t9.9.9\n');
  await page.goto('about:blank');
  await fresh.openByUnit(page);
  await installThroughWindow(fresh, page, 'other');
  expect(machine.runAsUser('/usr/bin/veneer', 'remove', '--now', '--purge', 'other')).toMatchObject({ status: 0 });
  expect(machine.runAsUser('/usr/bin/veneer', 'unmerge')).toMatchObject({ status: 0 });

  // What it wrote for itself goes with it.
  expect(machine.runAsUser('/usr/bin/veneer', 'boot-refresh', 'on')).toMatchObject({ status: 0 });
  must('sh', '-c', 'mkdir -p /var/lib/veneer/pins && touch /var/lib/veneer/pins/tool');
  // As `veneer helper on` left them, before the package came.
  must(
    'sh',
    '-c',
    'mkdir -p /etc/polkit-1/actions && echo "<!-- Put here by the helper itself. -->" >/etc/polkit-1/actions/org.veneer.helper.policy',
  );
  await page.goto('about:blank');
  const running = () => machine.run('pgrep', '--full', '--uid', USER.name, 'veneer.* serve').status;
  expect(running()).toBe(0);
  must('dpkg', '--remove', 'veneer-headless');
  await expect.poll(running, 'nothing runs from files that are gone').toBe(1);
  await endSession(fresh);
  must('dpkg', '--purge', 'veneer-headless');
  expect(machine.run('systemctl', 'is-enabled', 'veneer-sysext-services.service').stdout.trim()).not.toBe('enabled');
  const left = filesOf(fresh).filter((path) => !before.includes(path));
  // The folders that systemd reads, and where versions are kept, stay as the helper made them.
  expect(left.filter((path) => !/^(\/var\/lib\/extensions(\.d)?|\/etc\/extensions)$/.test(path))).toEqual([]);
});

test('the system extension brings Veneer, which changes what is merged from inside the merge, and goes again', async ({
  fresh,
  page,
  suite,
}) => {
  const { machine, must, put, packages } = fresh;
  const before = filesOf(fresh);
  put(packages.made('.raw'), '/root/packages/veneer-1-x86-64.raw');
  typeAsReadmeSays(fresh, 'raw', '/root/packages');
  // Before 262 systemd does not tell polkit by itself.
  if (SUITES[suite] < 262) must('systemctl', 'try-restart', 'polkit.service');
  expect(machine.runAsUser('/usr/bin/veneer', 'status').stdout).toContain('  veneer\n');
  await fresh.openByUnit(page);
  await expect(row(page, 'veneer')).toContainText('Active');
  await installThroughWindow(fresh, page, 'tool');
  expect(must('/usr/bin/tool')).toBe('tool 1\n');
  expect(machine.runAsUser('/usr/bin/veneer', 'status').stdout).toContain('  tool\n');

  const newer = put(newerSysext(fresh), '/home/tester/veneer-9.9.9-x86-64.raw');
  must('rm', '/var/lib/extensions/veneer.raw');
  expect(machine.runAsUser('/usr/bin/veneer', 'install', '--now', newer)).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(machine.runAsUser('/usr/bin/veneer', 'list', '--json').stdout).extensions).toContainEqual(
    expect.objectContaining({ name: 'veneer', version: '9.9.9', merged: true }),
  );
  const warnedOf = (name: string) =>
    JSON.parse(machine.runAsUser('/usr/bin/veneer', 'plan', 'disable', name, '--json').stdout).warnings.map(
      ({ id }: { id: string }) => id,
    );
  expect(warnedOf('veneer'), 'the command goes with it').toContain('own-extension');
  expect(warnedOf('tool')).not.toContain('own-extension');

  await page.goto('about:blank');
  await endSession(fresh);
  expect(machine.runAsUser('/usr/bin/veneer', 'remove', '--now', '--purge', 'tool', 'veneer').status).toBe(0);
  expect(machine.run('test', '-e', '/usr/bin/veneer').status, 'gone with the merge').not.toBe(0);
  must('systemd-sysext', 'unmerge');
  must('systemctl', 'disable', 'systemd-sysext.service');
  const left = filesOf(fresh).filter((path) => !before.includes(path));
  expect(left.filter((path) => !/^\/var\/lib\/extensions(\.d)?$/.test(path))).toEqual([]);
});

test('from a mount that root cannot read, on a host without Node, Veneer brings both along', async ({ fresh }) => {
  const { machine, must, put, scratch, packages } = fresh;
  const mount = '/tmp/.mount_Veneer';
  const runtime = `/run/user/${USER.id}`;
  const image = join(scratch.path, 'veneer.squashfs');
  // As an AppImage holds it, without what lies outside of this folder.
  const lib = join(scratch.path, 'lib');
  cpSync(join(packages.tree, 'usr/lib/veneer'), lib, { recursive: true, verbatimSymlinks: true });
  rmSync(join(lib, 'dist/helper.cjs'));
  copyFileSync(join(packages.tree, INSTALLED_HELPER), join(lib, 'dist/helper.cjs'));
  run('mksquashfs', [lib, image, '-quiet', '-no-progress', '-comp', 'lz4']);
  expect(machine.run('sh', '-c', 'command -v node').status, 'the host has no Node').not.toBe(0);
  must('sh', '-c', `mkdir -p ${mount} ${runtime} && chown ${USER.id} ${mount} ${runtime}`);
  must('sh', '-c', 'test -e /dev/fuse || mknod -m 666 /dev/fuse c 10 229; chmod 666 /dev/fuse');
  const mounted = machine.runAsUser('squashfuse', put(image, '/home/tester/veneer.squashfs'), mount);
  expect(mounted).toMatchObject({ status: 0 });
  expect(machine.run('test', '-e', `${mount}/node`).status, 'root can look into the mount').not.toBe(0);
  machine.allow('org.freedesktop.policykit.exec', ...SYSTEMD_ACTIONS);
  const veneer = (...args: string[]) =>
    machine.runAsUser('env', `XDG_RUNTIME_DIR=${runtime}`, `${mount}/node`, `${mount}/dist/cli.cjs`, ...args);
  const tool = put(makeImage(scratch, { name: 'tool' }), '/home/tester/tool-1.raw');
  expect(veneer('install', '--now', tool)).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/^At boot: .* To change that: veneer at-boot on\n$/),
  });
  expect(must('/usr/bin/tool')).toBe('tool 1\n');
  expect(veneer('helper', 'on').stderr, 'what a user can change is not installed for root').toContain(
    'is not installed',
  );
  expect(veneer('remove', '--now', 'tool')).toMatchObject({ status: 0 });
  machine.runAsUser('fusermount3', '-u', mount);
});

test('by its socket unit it runs while somebody looks, ends by itself, and is started again by the next', async ({
  fresh,
  page,
}) => {
  const { machine, must, put, packages, userctl } = fresh;
  must('dpkg', '--install', put(packages.made('.deb'), '/root/veneer.deb'));
  const unit = '/etc/systemd/user/veneer.service.d/idle.conf';
  mkdirSync(join(machine.root, unit, '..'), { recursive: true });
  writeFileSync(join(machine.root, unit), '[Service]\nExecStart=\nExecStart=/usr/bin/veneer serve --idle 8\n');
  must('systemctl', 'start', `user@${USER.id}.service`);
  expect(userctl('is-enabled', 'veneer.socket').stdout, 'nobody has it who did not ask').toBe('disabled\n');
  expect(userctl('preset', 'veneer.socket').status).toBe(0);
  expect(userctl('is-enabled', 'veneer.socket').stdout).toBe('disabled\n');
  expect(userctl('enable', '--now', 'veneer.socket').status).toBe(0);
  const runtime = join(machine.root, `/run/user/${USER.id}/veneer`);
  expect(statSync(join(runtime, 'serve.sock')).mode & 0o777).toBe(0o600);
  expect(statSync(runtime).mode & 0o777).toBe(0o700);
  const state = () => userctl('show', '--property=ActiveState', '--value', 'veneer.service').stdout.trim();
  expect(state()).toBe('inactive');

  // Whoever asks how to reach it starts it by that.
  const env = [`XDG_RUNTIME_DIR=/run/user/${USER.id}`];
  const hint = machine.runAsUser('env', ...env, '/usr/bin/veneer', 'serve');
  expect(hint).toMatchObject({ status: 0, stderr: '' });
  expect(hint.stdout).toContain(`ssh -N -L 7070:/run/user/${USER.id}/veneer/serve.sock ${USER.name}@testbed`);
  const token = hint.stdout.trim().split('/#').at(-1) ?? '';
  expect(state()).toBe('active');
  await expect.poll(state, { message: 'nobody came', timeout: 60_000 }).toBe('inactive');
  expect(userctl('is-active', 'veneer.socket').stdout).toBe('active\n');

  const address = await fresh.openTunnel();
  await openWindow(page, `${address}/#${token}`);
  expect(state()).toBe('active');
  await page.waitForTimeout(10_000);
  expect(state(), 'while a window is open').toBe('active');
  await page.goto('about:blank');
  await expect.poll(state, { timeout: 60_000 }).toBe('inactive');
  await openWindow(page, `${address}/#${token}`);
  expect(state(), 'and again').toBe('active');
  await page.goto('about:blank');
  await endSession(fresh);
});

/** The same package with a higher version. */
function newerDeb({ scratch, packages }: Fresh): string {
  const folder = join(scratch.path, 'deb');
  run('dpkg-deb', ['--raw-extract', packages.made('.deb'), folder]);
  const control = join(folder, 'DEBIAN/control');
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: .*$/m, 'Version: 9.9.9'));
  const target = join(scratch.path, 'newer.deb');
  run('dpkg-deb', ['--root-owner-group', '-Znone', '--build', folder, target]);
  return target;
}

/** The same extension with a higher version. */
function newerSysext({ scratch, packages }: Fresh): string {
  const folder = join(scratch.path, 'sysext');
  const image = join(scratch.path, 'newer.raw');
  run('unsquashfs', ['-quiet', '-no-progress', '-dest', folder, packages.made('.raw')]);
  const file = join(folder, 'usr/lib/extension-release.d/extension-release.veneer');
  const release = readFileSync(file, 'utf8').replace(/^SYSEXT_VERSION_ID=.*$/m, 'SYSEXT_VERSION_ID=9.9.9');
  writeFileSync(file, release);
  const { status, stderr } = spawnSync('mksquashfs', [folder, image, '-quiet', '-no-progress', '-comp', 'lz4']);
  if (status !== 0) throw new Error(String(stderr));
  return image;
}
