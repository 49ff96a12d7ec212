/** Finding, installing, updating and going back in the window of an ordinary user, with the real systemd-sysupdate. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import type { DoctorReport } from '../../shared/model/doctor.ts';
import { contentOfAnswer } from '../harness/answers.ts';
import { serveFolder, type WebServer } from '../harness/nginx.ts';
import { hashOf, imageOf, writeSums } from '../harness/remotes.ts';
import { storedIn } from '../harness/stored-images.ts';
import { entry, view } from '../shells/catalog.ts';
import { confirm, confirmInstall, sheet } from '../shells/window.ts';
import { type Bed, test } from './bed.ts';

const SYSUPDATE = '/usr/lib/systemd/systemd-sysupdate';

let server: WebServer | null = null;
test.afterEach(async () => {
  await server?.stop();
  server = null;
});

/** Puts a version of `tool` onto the server. */
function publish({ scratch }: Bed, version: string, folder = 'served'): void {
  const image = imageOf(scratch, {
    name: 'tool',
    release: `ID=_any\nSYSEXT_VERSION_ID=${version}\n`,
    // Of a size of its own: the helper spares what has the size of a tool.raw that is still mounted, though its file is gone,
    // and the other system's tests beside this one mount such files on loop devices of the same kernel.
    files: { 'usr/share/tool-version': `${version}\n`, 'usr/share/noise': randomBytes(40_000).toString('base64') },
  });
  scratch.put(`${folder}/tool-${version}-x86-64.raw`, image);
  writeSums(scratch, folder);
}

const theirs = ({ machine }: Bed, ...args: string[]) => machine.run(SYSUPDATE, '--component=tool', ...args);
const merged = ({ machine }: Bed) => machine.run('cat', '/usr/share/tool-version').stdout.trim();
const stored = ({ machine }: Bed) =>
  storedIn(join(machine.root, 'var/lib/extensions.d/tool'))
    .filter((name) => !name.startsWith('.'))
    .sort();

/** What both say of the component, which has to be the same. */
async function statesAgree(bed: Bed, page: Page): Promise<void> {
  const { current, all } = JSON.parse(theirs(bed, '--json=short', 'list').stdout) as {
    current: string | null;
    all: string[];
  };
  const checked = JSON.parse(theirs(bed, '--json=short', 'check-new').stdout) as { available: string | null };
  const [ours] = contentOfAnswer(bed.veneer('update', '--check', '--json').stdout) as {
    newest: string | null;
    stored: string[];
  }[];
  expect(ours?.newest ?? null).toBe(checked.available);
  expect(ours?.stored[0] ?? null).toBe(current);
  for (const version of ours?.stored ?? []) expect(all).toContain(version);
  await view(page, /^Updates/).click();
  await page.getByRole('button', { name: 'Check now' }).click();
  if (checked.available === null) await expect(page.getByRole('region', { name: /^\d+ updates?$/ })).toBeHidden();
  else await expect(page.getByRole('region', { name: /^\d+ updates?$/ })).toContainText(`→ ${checked.available}`);
}

test('installed from the catalog, updated by ours, updated by theirs, rolled back, vacuumed', async ({
  bed,
  page,
  suite,
}) => {
  publish(bed, '1.0');
  server = await serveFolder(bed.scratch, 'served');
  await bed.open(page);
  await view(page, /^Catalog/).click();
  await page.getByRole('button', { name: 'Add a remote…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('mine');
  await dialog.getByRole('textbox', { name: /^Address/ }).fill(server.url);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await entry(page, 'tool').getByRole('button', { name: 'Install tool 1.0' }).click();
  await confirmInstall(page, 'merge');
  await expect(sheet(page)).toBeHidden();
  await expect(async () => expect(merged(bed)).toBe('1.0')).toPass();
  await statesAgree(bed, page);

  publish(bed, '2.0');
  await statesAgree(bed, page);
  // What systemd-sysupdate fetches nobody has looked into.
  await page.getByRole('button', { name: 'What changes in tool' }).click();
  await expect(page.getByRole('region', { name: 'What changes in tool' })).toContainText(
    /Takes effect\s*It is not known of all of it\./,
  );
  await page.getByRole('button', { name: 'Update tool to 2.0' }).click();
  await expect(async () => expect(merged(bed)).toBe('2.0')).toPass();
  await statesAgree(bed, page);

  publish(bed, '3.0');
  await statesAgree(bed, page);
  expect(theirs(bed, 'update').status).toBe(0);
  await expect(page.getByRole('region', { name: /^\d+ updates?$/ })).toBeHidden();
  // They fetched it; 262 takes it in by itself, before that a refresh does.
  if (merged(bed) !== '3.0') {
    await expect(page.getByRole('main')).toContainText('Another version of it is merged.');
    await page.getByRole('main').getByRole('button', { name: 'Re-merge', exact: true }).click();
    await confirm(page);
  }
  await expect(async () => expect(merged(bed)).toBe('3.0')).toPass();
  await statesAgree(bed, page);

  expect(bed.veneer('rollback', '--now', 'tool')).toMatchObject({ status: 0 });
  expect(merged(bed)).toBe('2.0');
  expect(bed.veneer('pin', 'tool')).toMatchObject({ status: 0 });
  const file = bed.machine.run('sh', '-c', 'cat /etc/sysupdate.tool.d/*').stdout;
  expect(file).toContain('ProtectVersion=2.0');
  publish(bed, '4.0');
  expect(bed.veneer('update')).toMatchObject({ status: 0, stdout: 'Nothing was updated.\n' });
  // Theirs goes on where it has no switch for it (262 has), but keeps what is pinned.
  expect(theirs(bed, 'update').status === 0).toBe(suite === 'trixie');
  publish(bed, '5.0');
  expect(theirs(bed, 'update').status === 0).toBe(suite === 'trixie');
  expect(stored(bed)).toContain('tool-2.0-x86-64.raw');
  // Where it went on, one goes back once more.
  if (suite === 'trixie') expect(bed.veneer('rollback', '--now', 'tool', '2.0')).toMatchObject({ status: 0 });
  expect(bed.veneer('vacuum', 'tool', '--keep=0')).toMatchObject({ status: 0 });
  expect(stored(bed)).toEqual(['tool-2.0-x86-64.raw']);
  expect(bed.veneer('unpin', 'tool')).toMatchObject({ status: 0 });
  expect(bed.veneer('unfollow', 'tool')).toMatchObject({ status: 0 });
  expect(bed.machine.run('test', '-e', '/etc/sysupdate.tool.d').status).not.toBe(0);
  expect(merged(bed)).toBe('2.0');
});

test('without systemd-sysupdate the same, in the same layout, and it takes over once it is there', async ({ bed }) => {
  const away = '/root/sysupdate-away';
  bed.machine.run('mv', SYSUPDATE, away);
  try {
    publish(bed, '1.0');
    server = await serveFolder(bed.scratch, 'served');
    expect(bed.veneer('remote', 'add', 'mine', server.url)).toMatchObject({ status: 0 });
    expect(bed.veneer('download', 'tool', '--output', '/home/tester')).toMatchObject({ status: 0 });
    expect(bed.veneer('install', '--now', '/home/tester/tool-1.0-x86-64.raw')).toMatchObject({ status: 0 });
    expect(bed.veneer('follow', 'tool')).toMatchObject({ status: 0 });
    publish(bed, '2.0');
    expect(bed.veneer('update')).toMatchObject({ status: 0 });
    expect(merged(bed)).toBe('2.0');
  } finally {
    // While it is merged /usr cannot be written to.
    bed.machine.run('systemd-sysext', 'unmerge');
    bed.machine.run('mv', away, SYSUPDATE);
  }
  publish(bed, '3.0');
  expect(theirs(bed, '--json=short', 'list')).toMatchObject({ stdout: expect.stringContaining('"current":"2.0"') });
  expect(theirs(bed, 'update').status).toBe(0);
  expect(bed.veneer('merge')).toMatchObject({ status: 0 });
  expect(merged(bed)).toBe('3.0');
});

test('transfer files of others: Flatcar’s layout, and one that only systemd-sysupdate can install into', async ({
  bed,
}) => {
  publish(bed, '1.0');
  server = await serveFolder(bed.scratch, 'served');
  const put = (name: string, target: string) => {
    const content = `[Transfer]\nVerify=false\n[Source]\nType=url-file\nPath=${server?.url}\nMatchPattern=tool-@v-%a.raw\n[Target]\nInstancesMax=3\nType=regular-file\n${target}`;
    bed.machine.run('mkdir', '--parents', `/etc/sysupdate.${name}.d`);
    bed.machine.run('sh', '-c', 'printf %s "$1" > "$2"', 'sh', content, `/etc/sysupdate.${name}.d/${name}.transfer`);
  };
  put('tool', 'Path=/opt/extensions/tool\nMatchPattern=tool-@v-%a.raw\nCurrentSymlink=/etc/extensions/tool.raw\n');
  bed.machine.run('mkdir', '--parents', '/opt/extensions/tool', '/etc/extensions');
  const item = () =>
    (contentOfAnswer(bed.veneer('update', '--check', '--json').stdout) as { way: string; newest: string }[])[0];
  expect(item()).toMatchObject({ way: 'sysupdate', newest: '1.0', component: 'tool', isOurs: false, installed: null });
  expect(bed.veneer('update')).toMatchObject({ status: 0 });
  expect(bed.veneer('refresh')).toMatchObject({ status: 0 });
  expect(merged(bed)).toBe('1.0');
  publish(bed, '2.0');
  expect(bed.veneer('update')).toMatchObject({ status: 0 });
  expect(merged(bed)).toBe('2.0');
  expect(bed.veneer('unfollow', 'tool')).toMatchObject({ status: 3 });
});

test('a newer OS that is installed and not running yet asks for a reboot', async ({ bed, page }) => {
  const release = bed.machine.run('cat', '/usr/lib/os-release').stdout;
  const hint = page.getByText('A newer OS is installed.');
  const look = () => page.getByRole('button', { name: 'Check now' }).click();
  const main = page.getByRole('main');
  try {
    bed.machine.run('sh', '-c', 'printf %s "$1" > /usr/lib/os-release', 'sh', `${release}IMAGE_VERSION=1\n`);
    const transfer = `[Transfer]\nVerify=false\n[Source]\nType=regular-file\nPath=/srv/source\nMatchPattern=os-@v.img\n[Target]\nType=regular-file\nPath=/srv/os\nMatchPattern=os-@v.img\nInstancesMax=2\n`;
    bed.machine.run('sh', '-c', 'mkdir -p /etc/sysupdate.d /srv/source /srv/os; touch /srv/os/os-1.img');
    bed.machine.run('sh', '-c', 'printf %s "$1" > /etc/sysupdate.d/os.transfer', 'sh', transfer);
    await bed.open(page);
    await view(page, /^Updates/).click();
    await look();
    await expect(main).toContainText('Checked just now');
    await expect(hint).toBeHidden();
    const found = () => {
      const { items } = JSON.parse(bed.veneer('doctor', '--json').stdout) as DoctorReport;
      return items.map(({ diagnosis }) => diagnosis.id);
    };
    expect(found()).not.toContain('newer-os-installed');
    bed.machine.run('touch', '/srv/os/os-2.img');
    await look();
    await expect(hint).toBeVisible();
    expect(bed.veneer('update').stderr).toContain('A newer OS is installed. Reboot to run it.');
    expect(found()).toContain('newer-os-installed');
  } finally {
    bed.machine.run('sh', '-c', 'printf %s "$1" > /usr/lib/os-release', 'sh', release);
    bed.machine.run('rm', '-rf', '/etc/sysupdate.d', '/srv/source', '/srv/os');
  }
});

test('killed while it installs: whole or not there, and nothing half-done', async ({ bed }) => {
  const image = Buffer.concat([imageOf(bed.scratch, { name: 'tool' }), Buffer.alloc(150_000_000, 'x')]);
  bed.scratch.put('large/tool-1.0-x86-64.raw', image);
  const path = bed.give(join(bed.scratch.path, 'large/tool-1.0-x86-64.raw'));
  for (const after of ['0.4', '0.8', '1.2']) {
    const install = `timeout --signal=KILL ${after} node /usr/lib/veneer/cli.cjs install ${path}; exit 0`;
    bed.machine.runAsUser('sh', '-c', install);
    // Who was asked by a process that is gone brings to an end what it began.
    await expect(() => expect(bed.machine.run('pgrep', '--full', 'libexec/veneer/helper').status).toBe(1)).toPass();
    const folder = join(bed.machine.root, 'var/lib/extensions.d/tool');
    const left = existsSync(folder) ? storedIn(folder) : [];
    expect([[], ['tool-1.0.raw']]).toContainEqual(left);
    for (const one of left) expect(hashOf(readFileSync(join(folder, one)))).toBe(hashOf(image));
    bed.machine.run('rm', '-rf', '/var/lib/extensions.d', '/var/lib/extensions');
  }
  expect(bed.veneer('install', path)).toMatchObject({ status: 0 });
});
