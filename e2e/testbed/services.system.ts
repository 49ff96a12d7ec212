/** How services of extensions do, told as the service manager has it, and started and stopped by the helper under polkit. */
import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { HELPER_PROTOCOL, INSTALLED_HELPER } from '../../shared/changes/installed-helper.ts';
import { makeScratch } from '../harness/scratch.ts';
import { makeHand } from '../shells/hand.ts';
import { details, row } from '../shells/window.ts';
import { ALL_ACTIONS, type Bed, test } from './bed.ts';
import { makeImage } from './images.ts';
import { boot, bootAgain } from './machine.ts';

const SYSTEM = 'usr/lib/systemd/system';
const SLEEP = '[Service]\nExecStart=/usr/bin/sleep infinity\n';
const UNITS = {
  [`${SYSTEM}/calm.service`]: SLEEP,
  [`${SYSTEM}/upheld.service`]: SLEEP,
  [`${SYSTEM}/multi-user.target.d/tool.conf`]: '[Unit]\nUpholds=upheld.service picky.service\n',
  [`${SYSTEM}/crash.service`]: '[Service]\nExecStart=/bin/sh -c "echo what went wrong; exit 3"\n',
  [`${SYSTEM}/picky.service`]: `[Unit]\nConditionPathExists=/etc\nConditionPathExists=!/usr\n${SLEEP}`,
  [`${SYSTEM}/strict.service`]: `[Unit]\nConditionPathExists=/nowhere\n${SLEEP}`,
};

const SERVICES = [...Object.keys(UNITS).map((path) => basename(path)), 'flaky.service'].filter((name) =>
  name.endsWith('.service'),
);

// What a test before left running would be what the next one starts, and what a target upholds comes back until systemd has read
// that nothing upholds it any more. Each is stopped by itself: systemctl of 262 stops none where it has not loaded one.
test.beforeEach(async ({ bed }) => {
  const { machine } = bed;
  await expect(() => {
    machine.run('systemd-sysext', 'unmerge');
    expect(bed.merged()).toEqual([]);
    machine.run('systemctl', 'daemon-reload');
    for (const one of SERVICES) machine.run('systemctl', 'stop', one);
    machine.run('systemctl', 'reset-failed');
    const { stdout } = machine.run('systemctl', 'is-active', ...SERVICES);
    expect(stdout.trim().split('\n')).toEqual(SERVICES.map(() => 'inactive'));
    expect(machine.run('systemctl', 'show', '--property=Upholds', 'multi-user.target').stdout.trim()).toBe('Upholds=');
  }).toPass({ timeout: 60_000 });
});

const panel = (page: Page) => details(page).getByRole('tabpanel');
const service = (page: Page, name: string) => panel(page).getByRole('listitem').filter({ hasText: name });

/** Opens what is known of the services of `tool`. */
async function showServices(page: Page): Promise<void> {
  await row(page, 'tool').click();
  await details(page)
    .getByRole('tab', { name: /^Services/ })
    .click();
}

/** Installs and merges an extension `tool` with units, of which systemd read none yet. */
function mergeTool(bed: Bed, release = ''): void {
  const image = bed.give(makeImage(bed.scratch, { name: 'tool', files: UNITS, release }));
  expect(bed.veneer('install', '--now', image)).toMatchObject({ status: 0 });
}

const isActive = ({ machine }: Bed, unit: string) => machine.run('systemctl', 'is-active', unit).stdout.trim();

test('says of each service why it runs or does not, and follows systemd by itself', async ({ bed, page }) => {
  const { machine } = bed;
  mergeTool(bed);
  await bed.open(page);
  await showServices(page);
  await expect(service(page, 'upheld.service')).toContainText(
    'systemd has not read yet that multi-user.target wants it',
  );
  const next = details(page).getByRole('button', { name: 'Start its services' });
  await expect(next, 'the next step').toHaveClass(/button-primary/);
  await expect(service(page, 'calm.service')).toContainText('Not running: nothing asks for it');
  machine.run('systemctl', 'daemon-reload');
  // What a target upholds starts as soon as systemd knows it.
  await expect(service(page, 'upheld.service')).toContainText('Runs · since');
  await expect(next, 'nothing asks for the others').toHaveCount(0);
  await expect(service(page, 'picky.service')).toContainText('Not running: ConditionPathExists=!/usr is not met');
  machine.run('systemctl', 'start', 'calm.service', 'crash.service');
  await expect(service(page, 'calm.service')).toContainText('Runs · since');
  await expect(service(page, 'crash.service')).toContainText('Failed with exit code 3 · since');
  machine.run('systemctl', 'stop', 'calm.service');
  // As long as systemd keeps what it knows of the unit, that it was stopped.
  await expect(service(page, 'calm.service')).toContainText(/Not running|Stopped/);
  machine.run('systemctl', 'stop', 'upheld.service');
});

test('a merge says on the command line what it brought and nobody started, with the command that starts it', async ({
  bed,
}) => {
  const { machine } = bed;
  const image = bed.give(makeImage(bed.scratch, { name: 'tool', files: UNITS, release: '' }));
  const ran = bed.veneer('install', '--now', image);
  expect(ran.status).toBe(0);
  const [, units = '', command = ''] = /^Not started: (.*)\. To start: (systemctl start .*)$/m.exec(ran.stderr) ?? [];
  expect(units.split(', ')).toEqual(expect.arrayContaining(['calm.service', 'strict.service']));
  expect(isActive(bed, 'calm.service')).toBe('inactive');
  machine.run('sh', '-c', command);
  expect(isActive(bed, 'calm.service')).toBe('active');
  const again = bed.veneer('refresh');
  expect(again).toMatchObject({ status: 0, stderr: expect.not.stringContaining('Not started') });
  machine.run('systemctl', 'stop', 'calm.service');
});

test('starts, restarts and stops a service by its buttons, with undo', async ({ bed, page }) => {
  const { machine } = bed;
  mergeTool(bed);
  await bed.open(page);
  await showServices(page);
  await page.getByRole('button', { name: 'Start its services' }).click();
  await expect.poll(() => isActive(bed, 'upheld.service')).toBe('active');
  expect(isActive(bed, 'calm.service'), 'nothing asks for it').toBe('inactive');
  await page.getByRole('button', { name: 'Start calm.service' }).click();
  await expect(service(page, 'calm.service')).toContainText('Runs');
  expect(isActive(bed, 'calm.service')).toBe('active');
  const pidOf = () => machine.run('systemctl', 'show', '--property=MainPID', 'calm.service').stdout;
  const before = pidOf();
  await page.getByRole('button', { name: 'Restart calm.service' }).click();
  await expect.poll(pidOf).not.toBe(before);
  await page.getByRole('button', { name: 'Stop calm.service' }).click();
  await expect.poll(() => isActive(bed, 'calm.service')).toBe('inactive');
  expect(bed.merged(), 'nothing was merged again for it').toEqual(['tool']);
  await page.getByRole('region', { name: 'Result' }).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => isActive(bed, 'calm.service')).toBe('active');
  // systemctl ends with 0 where a condition is not met, and starts nothing.
  await page.getByRole('button', { name: 'Start strict.service' }).click();
  await expect(page.getByText('strict.service: ConditionPathExists=/nowhere').first()).toBeVisible();

  // In Host it leads to its extension.
  await page
    .getByRole('link', { name: 'Host' })
    .or(page.getByRole('button', { name: 'Host', exact: true }))
    .click();
  const calm = page.getByRole('complementary', { name: 'About this host' }).getByRole('listitem');
  await calm.filter({ hasText: 'calm.service' }).getByRole('button', { name: 'Show tool in Extensions' }).click();
  await expect(page.getByRole('tab', { name: /^Services/ })).toHaveAttribute('aria-selected', 'true');
});

test('shows what runs from files that are gone, and stops it', async ({ bed, page }) => {
  const { machine } = bed;
  mergeTool(bed);
  machine.run('systemctl', 'daemon-reload');
  machine.run('systemctl', 'start', 'calm.service');
  await bed.open(page);
  await showServices(page);
  await expect(service(page, 'calm.service')).toContainText('Runs · since');
  machine.run('systemd-sysext', 'unmerge');
  await expect(service(page, 'calm.service')).toContainText('Runs, but its files are gone');
  await expect(service(page, 'crash.service')).toContainText('Not running: its extension is not merged');
  const restart = page.getByRole('button', { name: 'Restart calm.service' });
  await expect(restart).toBeDisabled();
  await expect(
    page.getByTitle('It could not start again, for its files are gone.').filter({ has: restart }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Stop calm.service' }).click();
  await expect.poll(() => isActive(bed, 'calm.service')).not.toBe('active');
  await expect(service(page, 'calm.service')).toContainText('Not running: its extension is not merged');
  // Also of an extension that is not here any more.
  expect(bed.veneer('remove', '--purge', 'tool')).toMatchObject({ status: 0 });
  await page
    .getByRole('link', { name: 'Host' })
    .or(page.getByRole('button', { name: 'Host', exact: true }))
    .click();
  const side = page.getByRole('complementary', { name: 'About this host' });
  const orphan = side.getByRole('listitem').filter({ hasText: 'upheld.service' });
  await expect(orphan).toContainText('Runs, but its files are gone');
  await orphan.getByRole('button', { name: 'Stop upheld.service' }).click();
  await expect.poll(() => isActive(bed, 'upheld.service')).not.toBe('active');
  await expect(orphan).toHaveCount(0);
});

test('what started before an update runs the old version, and says so until it is restarted', async ({ bed, page }) => {
  const { machine } = bed;
  const install = (version: string) => {
    const image = bed.give(makeImage(bed.scratch, { name: 'tool', version, files: UNITS, release: '' }));
    expect(bed.veneer('install', '--now', image)).toMatchObject({ status: 0 });
  };
  install('1');
  machine.run('systemctl', 'start', 'calm.service');
  await bed.open(page);
  await showServices(page);
  const old = 'Runs the old version until it is restarted';
  await expect(service(page, 'calm.service')).toContainText('Runs · since');
  // Another merge of the same version changes nothing of it.
  machine.run('systemd-sysext', 'refresh');
  await expect.poll(() => bed.veneer('services', 'tool').stdout).toMatch(/^calm\.service .*Runs/m);
  expect(bed.veneer('services', 'tool').stdout).not.toContain(old);

  install('2');
  await expect(service(page, 'calm.service')).toContainText(old);
  expect(bed.veneer('services', 'tool').stdout).toContain(old);
  // It does run from that version.
  expect(bed.veneer('rollback', '--now', 'tool')).toMatchObject({ status: 0 });
  expect(machine.run('/usr/bin/tool').stdout).toBe('tool 1\n');
  await expect(service(page, 'calm.service')).not.toContainText(old);
  expect(bed.veneer('rollback', '--now', 'tool', '2')).toMatchObject({ status: 0 });
  await expect(service(page, 'calm.service')).toContainText(old);
  await page.getByRole('button', { name: 'Restart calm.service' }).click();
  await expect(service(page, 'calm.service')).toContainText('Runs · since');
  expect(bed.veneer('services', 'tool').stdout).not.toContain(old);
  machine.run('systemctl', 'stop', 'calm.service');
});

test('shows the last lines of the journal to who may read it, and says so to who may not', async ({ bed, page }) => {
  mergeTool(bed);
  bed.machine.run('systemctl', 'start', 'crash.service');
  await bed.open(page);
  await showServices(page);
  await page.getByRole('button', { name: 'Log of crash.service' }).click();
  await expect(details(page)).toContainText('You may not read the journal.');
  await bed.open(page, 'root');
  await showServices(page);
  await page.getByRole('button', { name: 'Log of crash.service' }).click();
  await expect(details(page).getByRole('log')).toContainText('what went wrong');
});

test('who may start services of extensions may start no service of the host', async ({ bed }) => {
  const { machine } = bed;
  mergeTool(bed);
  machine.allow('org.veneer.helper.start-services');
  const call = (verb: string, units: readonly string[]): string => {
    const request = JSON.stringify({ protocol: HELPER_PROTOCOL, class: 'sysext', root: '/', units });
    const pkexec = `pkexec --disable-internal-agent ${INSTALLED_HELPER} ${verb} "$1"; true`;
    return machine.runAsUser('sh', '-c', pkexec, 'sh', request).stdout;
  };
  for (const verb of ['start', 'stop', 'restart']) {
    for (const unit of ['systemd-logind.service', 'debug-shell.service', 'dbus.socket', 'never-heard-of.service'])
      if (verb !== 'stop' || unit !== 'never-heard-of.service')
        expect(call(`${verb}-services`, [unit]), `${verb} ${unit}`).toContain('"code":"not-authorized"');
    expect(call(`${verb}-services`, ['reboot.target']), verb).toContain('"code":"invalid-input"');
    expect(call(`${verb}-services`, []), verb).toContain('"code":"invalid-input"');
    expect(call(`${verb}-services`, ['calm.service', 'debug-shell.service']), verb).toContain(
      '"code":"not-authorized"',
    );
  }
  expect(isActive(bed, 'debug-shell.service')).toBe('inactive');
  expect(isActive(bed, 'systemd-logind.service')).toBe('active');
  expect(isActive(bed, 'calm.service'), 'none of several').toBe('inactive');
  expect(call('start-services', ['calm.service'])).toContain('"result"');
  expect(isActive(bed, 'calm.service')).toBe('active');
  expect(call('stop-services', ['crash.service', 'calm.service']), 'one leave for all three').toContain('"result"');
  expect(isActive(bed, 'calm.service'), 'beside one that systemd has not loaded').toBe('inactive');
  machine.forbid('org.veneer.helper.start-services');
  expect(call('start-services', ['calm.service'])).not.toContain('"result"');
});

test('journey 9: a failed service is the pill of its row, and two clicks start it again', async ({ bed, page }) => {
  const { machine } = bed;
  const flaky = '[Service]\nExecStart=/bin/sh -c "test -e /run/mended || exit 3; exec sleep infinity"\n';
  const image = bed.give(makeImage(bed.scratch, { name: 'tool', files: { [`${SYSTEM}/flaky.service`]: flaky } }));
  expect(bed.veneer('install', '--now', image)).toMatchObject({ status: 0 });
  machine.run('systemctl', 'start', 'flaky.service');
  const hand = makeHand();
  await bed.open(page);
  await expect(row(page, 'tool')).toContainText('1 service failed');
  await expect(page.getByRole('grid', { name: 'Extensions' })).toContainText('Needs attention');
  expect(hand.clicks()).toBe(0);
  machine.run('touch', '/run/mended');
  await hand.click(row(page, 'tool'));
  await hand.click(details(page).getByRole('button', { name: 'Start flaky.service' }));
  await expect.poll(() => isActive(bed, 'flaky.service')).toBe('active');
  await expect(row(page, 'tool')).toContainText('Active');
  expect(hand.clicks()).toBe(2);
  machine.run('systemctl', 'stop', 'flaky.service');
  machine.run('rm', '/run/mended');
});

test('says before what becomes of services, and systemd does so', async ({ bed }) => {
  const { machine } = bed;
  const image = (version: string, release: string) =>
    bed.give(makeImage(bed.scratch, { name: 'tool', version, files: UNITS, release }));
  const planned = (path: string) => bed.veneer('plan', 'install', '--now', path).stdout;
  const [plain, reloading] = [image('1', ''), image('2', 'EXTENSION_RELOAD_MANAGER=1\n')];
  expect(planned(plain)).toContain('upheld.service will not start: nothing has systemd read its unit file');
  expect(planned(plain)).toContain('calm.service will not start: nothing asks for it');
  expect(bed.veneer('install', '--now', plain)).toMatchObject({ status: 0 });
  expect(isActive(bed, 'upheld.service')).not.toBe('active');
  machine.run('systemctl', 'start', 'calm.service');
  const pid = machine.run('systemctl', 'show', '--property=MainPID', 'calm.service').stdout;
  expect(planned(reloading)).toContain('calm.service goes on with the old version until it is restarted');
  expect(bed.veneer('install', '--now', reloading)).toMatchObject({ status: 0 });
  expect(machine.run('systemctl', 'show', '--property=MainPID', 'calm.service').stdout).toBe(pid);
  expect(bed.veneer('plan', 'disable', '--now', 'tool').stdout).toContain(
    'calm.service goes on running, although its files go',
  );
  expect(bed.veneer('remove', '--purge', '--now', 'tool')).toMatchObject({ status: 0 });
  expect(isActive(bed, 'calm.service')).toBe('active');
  machine.run('systemctl', 'daemon-reload');
  machine.run('systemctl', 'stop', 'calm.service', 'upheld.service');
  expect(planned(reloading)).toContain('upheld.service will start');
  expect(bed.veneer('install', '--now', reloading)).toMatchObject({ status: 0 });
  await expect.poll(() => isActive(bed, 'upheld.service')).toBe('active');
  machine.run('systemctl', 'stop', 'upheld.service');
});

test('a service that was enabled, and dropped when the system was booted', async ({ suite }) => {
  const scratch = makeScratch(`services-${suite}`);
  let machine = await boot(suite, scratch);
  try {
    machine.allow(...ALL_ACTIONS);
    const path = makeImage(scratch, {
      name: 'tool',
      files: { ...UNITS, [`${SYSTEM}/late.service`]: `${SLEEP}[Install]\nWantedBy=multi-user.target\n` },
    });
    copyFileSync(path, join(machine.root, 'home/tester/tool.raw'));
    const veneer = (...args: string[]) => machine.runAsUser('node', '/usr/lib/veneer/cli.cjs', ...args);
    expect(veneer('install', '--now', '/home/tester/tool.raw')).toMatchObject({ status: 0 });
    expect(veneer('at-boot', 'on')).toMatchObject({ status: 0 });
    machine.run('systemctl', 'enable', 'late.service');
    await machine.stop();
    machine = await bootAgain(suite, scratch);
    expect(machine.run('/usr/bin/tool').stdout, 'merged at boot').toBe('tool 1\n');
    expect(machine.run('systemctl', 'is-enabled', 'late.service').stdout).toBe('enabled\n');
    expect(machine.run('systemctl', 'is-active', 'late.service').stdout).toBe('inactive\n');
    const told = veneer('services', 'tool')
      .stdout.split('\n')
      .find((line) => line.startsWith('late.service'));
    expect(told).toMatch(/multi-user\.target (?:wants it, but was reached before the extension was merged|wants it)$/);
    machine.run('systemctl', 'daemon-reload');
    expect(veneer('services', 'tool').stdout).toMatch(/^late\.service .*was reached before the extension was merged$/m);
  } finally {
    await machine.stop();
    scratch.remove();
  }
});
