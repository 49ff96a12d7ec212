/**
 * Which old versions Veneer says that systemd-sysupdate deletes, against what the real one deletes: random stores, limits and
 * protected versions. What is in use stays, for the helper puts it back. `VENEER_SEED` brings a run again.
 */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { contentOfAnswer } from '../harness/answers.ts';
import { type Chance, chanceOf, runSeed } from '../harness/random/chance.ts';
import { confirm } from '../shells/window.ts';
import { test } from './bed.ts';
import { makeImage } from './images.ts';

// Other random input on a second try would hide what the first one found.
test.describe.configure({ retries: 0 });

const SYSUPDATE = '/usr/lib/systemd/systemd-sysupdate';
const STORES = 40;
const VERSIONS = ['1', '1.2', '1.10', '1.9', '2~rc1', '2', '2^post', '10', 'v3', '0.9-1', '3.0.0-11.fc42', '2026.01.1'];

interface Row {
  readonly component: string;
  readonly stored: readonly string[];
  readonly surplus: readonly string[];
}

const transferText = (name: string, store: string, kept: string, most: string): string => `[Transfer]
Verify=false
${kept}[Source]
Type=regular-file
Path=/srv/nothing
MatchPattern=${name}_@v.raw
[Target]
Type=regular-file
Path=${store}
MatchPattern=${name}_@v.raw
CurrentSymlink=/var/lib/extensions/${name}.raw
${most}`;

/** Puts a component with some versions there. */
function addStore(root: string, name: string, { maybe, pick }: Chance): void {
  const store = `/var/lib/extensions.d/${name}`;
  const most = maybe(0.7) ? `InstancesMax=${pick([1, 2, 3, 4, 5])}\n` : '';
  const kept = VERSIONS.filter(() => maybe(0.15)).map((version) => `ProtectVersion=${version}\n`);
  mkdirSync(join(root, `/etc/sysupdate.${name}.d`), { recursive: true });
  writeFileSync(
    join(root, `/etc/sysupdate.${name}.d/${name}.transfer`),
    transferText(name, store, kept.join(''), most),
  );
  mkdirSync(join(root, store), { recursive: true });
  for (const version of VERSIONS.filter(() => maybe(0.5)))
    writeFileSync(join(root, store, `${name}_${version}.raw`), 'x');
}

test('what of random stores goes is what systemd-sysupdate deletes', async ({ bed }) => {
  const seed = runSeed();
  const { machine } = bed;
  const names = Array.from({ length: STORES }, (_, at) => `store${at}`);
  for (const name of names) addStore(machine.root, name, chanceOf(`${seed}-${name}`));
  machine.run('mkdir', '--parents', '/srv/nothing', '/var/lib/extensions');
  const read = () => contentOfAnswer(bed.veneer('update', '--check', '--json').stdout) as Row[];
  // Half of them have the newest in use; with an older one in use Veneer has nothing deleted, which flat.system.ts shows.
  const inUse = new Map<string, string>();
  for (const [at, { component, stored }] of read().entries()) {
    if (at % 2 === 1 || stored[0] === undefined) continue;
    inUse.set(component, stored[0]);
    const target = `../extensions.d/${component}/${component}_${stored[0]}.raw`;
    symlinkSync(target, join(machine.root, `/var/lib/extensions/${component}.raw`));
  }
  const rows = read();
  const versionsLeft = (name: string) =>
    machine
      .run('sh', '-c', `ls /var/lib/extensions.d/${name}`)
      .stdout.split('\n')
      .filter(Boolean)
      .map((file) => file.slice(name.length + 1, -'.raw'.length));
  let deleted = 0;
  for (const name of names) {
    const row = rows.find(({ component }) => component === name);
    const before = versionsLeft(name);
    const definition = machine.run('cat', `/etc/sysupdate.${name}.d/${name}.transfer`).stdout;
    expect(machine.run(SYSUPDATE, `--component=${name}`, 'vacuum'), definition).toMatchObject({ status: 0 });
    const after = versionsLeft(name);
    const theirs = before.filter((version) => !after.includes(version) && version !== inUse.get(name)).sort();
    deleted += theirs.length;
    expect([...(row?.surplus ?? [])].sort(), `seed ${seed}: ${before.join(' ')} of ${definition}`).toEqual(theirs);
  }
  // Where nothing at all was deleted, nothing was compared.
  expect(deleted).toBeGreaterThan(STORES / 4);
});

test('what is in use stays, though systemd-sysupdate deletes it for what is protected', async ({ bed, page }) => {
  const { machine } = bed;
  const store = '/var/lib/extensions.d/tool';
  machine.run('mkdir', '--parents', '/srv/nothing', '/var/lib/extensions', store, '/etc/sysupdate.tool.d');
  for (const version of ['1', '2', '3', '4', '5']) {
    const image = bed.give(makeImage(bed.scratch, { name: 'tool', version }));
    machine.run('cp', image, `${store}/tool_${version}.raw`);
  }
  symlinkSync('../extensions.d/tool/tool_5.raw', join(machine.root, 'var/lib/extensions/tool.raw'));
  const file = '/etc/sysupdate.tool.d/tool.transfer';
  const kept = 'ProtectVersion=1\nProtectVersion=2\n';
  writeFileSync(join(machine.root, file), transferText('tool', store, kept, 'InstancesMax=2\n'));

  await bed.open(page);
  await page.getByRole('button', { name: 'Updates', exact: true }).click();
  const item = page.getByRole('main').getByRole('listitem').filter({ hasText: 'tool' });
  await item.getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name: /^Delete 4 .* 3 / }).click();
  await confirm(page);
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done');
  expect(machine.run('ls', store).stdout.trim().split('\n')).toEqual(['tool_1.raw', 'tool_2.raw', 'tool_5.raw']);

  expect(machine.run(SYSUPDATE, '--component=tool', 'vacuum')).toMatchObject({ status: 0 });
  expect(machine.run('ls', store).stdout, 'systemd-sysupdate alone deletes it').not.toContain('tool_5.raw');
});
