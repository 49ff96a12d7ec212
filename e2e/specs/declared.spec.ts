/** A host as a file: exported from one tree, put into another by the program that the file is for. */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { findIgnition } from '../harness/ignition.ts';
import { hashOf } from '../harness/remotes.ts';
import { installPinned, test } from '../shells/bakery-host.ts';

const IMAGE = 'var/lib/extensions.d/kubernetes/kubernetes-v1.0-x86-64.raw';

/** A host with a followed, pinned and disabled extension from a remote, and a folder of nobody. */
function fill({ scratch, web, veneer }: Parameters<Parameters<typeof test>[2]>[0]['host']): void {
  scratch.put('tree/var/lib/extensions/loose/usr/lib/extension-release.d/extension-release.loose', 'ID=_any\n');
  installPinned({ web, veneer });
}

/** What stands in a tree that an export is about. */
function facts(tree: string) {
  const at = (path: string) => join(tree, path);
  return {
    image: hashOf(readFileSync(at(IMAGE))),
    link: readlinkSync(at('var/lib/extensions/kubernetes.raw')),
    mask: readdirSync(at('etc/extensions/kubernetes')),
    pin: readFileSync(at('var/lib/veneer/pins/sysext-kubernetes.json'), 'utf8'),
    transfers: readdirSync(at('etc/sysupdate.kubernetes.d')).map((name) =>
      readFileSync(at(`etc/sysupdate.kubernetes.d/${name}`), 'utf8'),
    ),
  };
}

test('what is exported as a script, a shell makes of an empty tree', ({ host }) => {
  fill(host);
  const { scratch, tree, veneer } = host;
  const script = veneer('export', '--format', 'shell');
  expect(script).toMatchObject({ status: 0, stderr: '' });
  expect(script.stdout).toContain('# /var/lib/extensions/loose is a folder; what is in it is not here.\n');
  scratch.put('export.sh', script.stdout);
  const fresh = join(scratch.path, 'fresh');
  // Twice, for what is there already stays.
  for (let run = 0; run < 2; run++) {
    mkdirSync(fresh, { recursive: true });
    const ran = spawnSync('sh', [join(scratch.path, 'export.sh'), fresh], { encoding: 'utf8' });
    expect(ran, ran.stderr).toMatchObject({ status: 0 });
    expect(facts(fresh)).toEqual(facts(tree));
  }
  scratch.put('export.sh', script.stdout.replaceAll(facts(tree).image, '0'.repeat(64)));
  const other = join(scratch.path, 'other');
  mkdirSync(other);
  expect(spawnSync('sh', [join(scratch.path, 'export.sh'), other], { encoding: 'utf8' })).toMatchObject({ status: 1 });
  expect(existsSync(join(other, IMAGE)), 'what is no longer the same is not put there').toBe(false);
});

test('what is exported as Ignition, Debian’s own Ignition takes and makes', ({ host }) => {
  const ignition = findIgnition(host.scratch);
  test.skip(ignition === null, 'the package ignition of Debian is not here and cannot be fetched');
  if (ignition === null) return;
  fill(host);
  const { scratch, tree, veneer } = host;
  const exported = veneer('export', '--format', 'ignition');
  expect(exported).toMatchObject({ status: 0, stderr: expect.stringContaining('loose is a folder') });
  scratch.put('export.ign', exported.stdout);
  const file = join(scratch.path, 'export.ign');
  const valid = ignition.validate(file);
  expect(valid.stdout + valid.stderr).toBe('');
  expect(valid.status).toBe(0);
  scratch.put('wrong.ign', exported.stdout.replace('"/etc/extensions/', '"etc/extensions/'));
  expect(ignition.validate(join(scratch.path, 'wrong.ign')).status, 'it refuses what is wrong').toBe(1);
  test.skip(process.getuid?.() !== 0, 'only root may have Ignition write a tree, which took the file');
  const fresh = join(scratch.path, 'fresh');
  // Without it Ignition of Debian looks for the labels of a policy at its end.
  scratch.put('fresh/etc/selinux/config', 'SELINUX=disabled\nSELINUXTYPE=targeted\n');
  const made = ignition.apply(file, fresh);
  expect(made.status, made.stdout + made.stderr).toBe(0);
  expect(facts(fresh)).toEqual(facts(tree));
  expect(lstatSync(join(fresh, IMAGE)).mode & 0o7777).toBe(0o644);
});

test('Butane says the same in its own spelling, and YAML says only what is known', ({ host }) => {
  fill(host);
  const { tree, web, veneer, json } = host;
  const { image } = facts(tree);
  const butane = veneer('export', '--format', 'butane-fcos', 'kubernetes').stdout;
  expect(butane).toMatch(/^variant: fcos\nversion: 1\.5\.0\nstorage:\n {2}files:\n/);
  expect(butane).toContain(`source: ${web.url}kubernetes-v1.0-x86-64.raw\n`);
  expect(butane).toContain(`hash: sha256-${image}\n`);
  expect(butane).toContain('- path: /etc/extensions/kubernetes\n');
  expect(veneer('export').stdout).toBe(
    [
      'veneer: 1',
      'extensions:',
      '  - name: kubernetes',
      '    version: v1.0',
      '    from: bakery',
      '    enabled: false',
      '    source:',
      `      url: ${web.url}kubernetes-v1.0-x86-64.raw`,
      `      sha256: ${image}`,
      '  # /var/lib/extensions/loose is a folder; what is in it is not here.',
      '  - name: loose',
      'remotes:',
      '  - name: bakery',
      `    url: ${web.url}`,
      'pins:',
      '  - name: kubernetes',
      '    version: v1.0',
      '',
    ].join('\n'),
  );
  expect(json('export', '--format', 'ignition')).toMatchObject({
    format: 'ignition',
    lacks: ['/var/lib/extensions/loose is a folder; what is in it is not here.'],
  });
  expect(veneer('export', 'kubernets')).toMatchObject({ status: 3, stderr: expect.stringContaining('kubernetes?') });
  expect(veneer('export', '--format', 'puppet')).toMatchObject({ status: 2 });
});
