/** What is particular to each publisher, on the command line, from servers that behave like theirs: see e2e/harness/publishers. */
import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { ERROR_CODES } from '../../shared/model/errors.ts';
import { makeSigningKey } from '../harness/openpgp-key.ts';
import { fedora } from '../harness/publishers/fedora.ts';
import { flatcar } from '../harness/publishers/flatcar.ts';
import { frostyard } from '../harness/publishers/frostyard.ts';
import { MODULES_URL, modules } from '../harness/publishers/modules.ts';
import { opensuse, SNAPSHOT } from '../harness/publishers/opensuse.ts';
import { test } from '../shells/publisher-machine.ts';

test('Flatcar: one list of all, a folder for each, and what its pages say', async ({ machine }) => {
  const { scratch, json, veneer } = machine;
  await machine.at('ID=flatcar\nID_LIKE=coreos\nVERSION_ID=4459.2.0\n', ...flatcar(scratch));
  // The one that is made for this system stands first.
  expect(json('remote', 'list')).toMatchObject([{ name: 'flatcar', signs: false, status: 'off' }, {}, {}, {}, {}]);
  expect(json('remote', 'enable', 'flatcar')).toMatchObject({ status: 'current', error: null, count: 3, refused: 0 });
  expect(json('search')).toMatchObject(
    [
      {
        name: 'docker',
        version: '29.6.2',
        releases: 2,
        fits: true,
        source: 'image',
        about: /custom docker\. It comes/,
      },
      { name: 'docker-compose', version: '5.3.1', fits: true, about: 'This sysext ships docker-compose.' },
      { name: 'kubernetes', version: 'v1.36.2', fits: true, about: null },
    ].map(({ about, ...row }) => ({ ...row, about: about instanceof RegExp ? expect.stringMatching(about) : about })),
  );
  expect(veneer('search', 'docker').stdout).toContain('docker: This sysext ships a custom docker.');
  expect(machine.install('docker=29.5.0', 'docker')).toContain('docker-29.5.0-x86-64.raw');
  expect(json('search', 'docker')).toMatchObject([{ name: 'docker', installed: '29.5.0' }, { installed: null }]);
  // Followed in its own folder, where no other extension is taken for a version of it.
  expect(veneer('follow', 'docker')).toMatchObject({ status: 0 });
  const folder = join(scratch.path, 'tree/etc/sysupdate.docker.d');
  const [file = ''] = readdirSync(folder);
  const transfer = readFileSync(join(folder, file), 'utf8');
  expect(transfer).toContain('Path=https://extensions.flatcar.org/extensions/docker/\nMatchPattern=docker-@v-%a.raw\n');
  expect(json('update', '--check')).toMatchObject([
    { name: 'docker', installed: '29.5.0', newest: '29.6.2', fits: true },
  ]);
});

test('Fedora: names end where their folders say, images stand in these, builds are for a release', async ({
  machine,
}) => {
  const { scratch, json, veneer } = machine;
  await machine.at('ID=fedora\nVARIANT_ID=coreos\nVERSION_ID=43\n', ...fedora(scratch));
  expect(json('remote', 'list')).toMatchObject([{ name: 'fedora' }, { name: 'fedora-community' }, {}, {}, {}]);
  expect(json('remote', 'enable', 'fedora')).toMatchObject({ status: 'current', error: null, count: 5, refused: 0 });
  expect(json('search')).toMatchObject(
    [
      { name: 'kubernetes-1.35', version: '1.35.4-1.fc43-43', fits: true, source: 'image' },
      { name: 'kubernetes-cri-o-1.35', version: '1.35.4-1.fc43-43', fits: true },
      { name: 'libgda', version: '1-6.0.0-11.fc42-43', fits: true },
      // Of what does not fit, the build that is nearest says why.
      {
        name: 'only-new',
        fits: false,
        reason: expect.stringContaining('was built for release 44, this host is fedora 43'),
      },
      { name: 'tree', version: '2.2.1-2.fc43-43', fits: true, about: /all Fedora variants/ },
    ].map(({ about, ...row }) => (about === undefined ? row : { ...row, about: expect.stringMatching(about) })),
  );
  expect(machine.install('tree', 'tree')).toContain('tree-2.2.1-2.fc43-43-x86-64.raw');
  expect(machine.install('kubernetes-1.35', 'kubernetes-1.35')).toContain(
    'kubernetes-1.35-1.35.4-1.fc43-43-x86-64.raw',
  );
  expect(veneer('download', 'only-new', '--output', scratch.path)).toMatchObject({
    status: ERROR_CODES.incompatible.exitCode,
  });

  expect(json('remote', 'enable', 'fedora-community')).toMatchObject({ status: 'current', count: 2, refused: 0 });
  expect(json('search', '--remote', 'fedora-community')).toMatchObject([
    { name: '1password-cli', version: '2.34.0-1-43', fits: true, releases: 3 },
    { name: 'docker-ce', version: '3-29.1.4-1.fc43-43', fits: true },
  ]);
  expect(machine.install('docker-ce', 'docker-ce')).toContain('docker-ce-3-29.1.4-1.fc43-43-x86-64.raw');
});

test('openSUSE: extensions among OS images, told by manifests, under the names that they have inside', async ({
  machine,
}) => {
  const { scratch, json, veneer } = machine;
  await machine.at(`ID=opensuse-microos\nVERSION_ID=${SNAPSHOT}\n`, ...opensuse(scratch));
  expect(json('remote', 'list')).toMatchObject([{ name: 'opensuse' }, {}, {}, {}, {}]);
  expect(json('remote', 'enable', 'opensuse')).toMatchObject({ status: 'current', error: null, count: 3 });
  expect(json('search')).toMatchObject([
    { name: 'debug', version: '29.1', releases: 2, fits: true, source: 'manifest' },
    { name: 'gcc', version: '30.3', fits: false, source: 'manifest' },
    { name: 'k3s-1.31.5+k3s1', version: '29.1', fits: true },
  ]);
  // A build of before goes when the newer one comes: both would be merged, and have the same files.
  expect(machine.install('debug=29.0', 'debug-29.0.x86-64')).toContain('debug-29.0.x86-64');
  expect(json('update', '--check')).toMatchObject([
    { name: 'debug-29.0.x86-64', installed: '29.0', newest: '29.1', way: 'download', fits: true },
  ]);
  expect(veneer('update', 'debug-29.0.x86-64')).toMatchObject({ status: 0 });
  expect(readdirSync(join(scratch.path, 'tree/var/lib/extensions'))).toEqual(['debug-29.1.x86-64.raw']);
  expect(json('update', '--check')).toEqual([]);
  // The same by an install.
  const older = join(scratch.path, 'images/debug-29.0.x86-64.sysext.raw');
  expect(veneer('install', older, '--force')).toMatchObject({ status: 0 });
  expect(machine.install('debug', 'debug-29.1.x86-64')).toContain('debug-29.1.x86-64');
  expect(readdirSync(join(scratch.path, 'tree/var/lib/extensions'))).toEqual(['debug-29.1.x86-64.raw']);
  expect(json('list')).toMatchObject({ extensions: [{ name: 'debug-29.1.x86-64', verdict: { compatible: true } }] });
  expect(json('search', 'debug')).toMatchObject([{ name: 'debug', installed: '29.1' }]);
  expect(veneer('merge').stderr).not.toContain('fails');
});

test('openSUSE: what sysextmgr keeps is shown with what is newer, and left to it', async ({ machine }) => {
  const { scratch, json, veneer } = machine;
  await machine.at(`ID=opensuse-microos\nVERSION_ID=${SNAPSHOT}\n`, ...opensuse(scratch));
  expect(json('remote', 'enable', 'opensuse')).toMatchObject({ status: 'current' });
  // As its README has it: the images below /var, the links of each snapshot in /etc/extensions.
  const { path } = json('download', 'debug=29.0', '--output', join(scratch.path, 'images'), '--force') as {
    readonly path: string;
  };
  const store = join(scratch.path, 'tree/var/lib/sysext-store');
  mkdirSync(store, { recursive: true });
  renameSync(path, join(store, 'debug-29.0.x86-64.sysext.raw'));
  scratch.put('tree/etc/extensions/.keep', '');
  symlinkSync(
    '/var/lib/sysext-store/debug-29.0.x86-64.sysext.raw',
    join(scratch.path, 'tree/etc/extensions/debug-29.0.x86-64.raw'),
  );
  expect(json('list')).toMatchObject({ extensions: [{ name: 'debug-29.0.x86-64', listed: true }] });
  expect(json('update', '--check')).toMatchObject([
    {
      name: 'debug-29.0.x86-64',
      installed: '29.0',
      newest: '29.1',
      way: 'none',
      problem: { id: 'kept-by-sysextmgr', nextStep: 'Update it with: sysextmgrcli update' },
    },
  ]);
  expect(veneer('update')).toMatchObject({ status: 0 });
  expect(readdirSync(store)).toEqual(['debug-29.0.x86-64.sysext.raw']);
  expect(veneer('rollback', 'debug-29.0.x86-64').stderr).toContain('it goes back with the snapshot of the OS');
});

test('Frostyard: folders that a file tells of, signed lists, packed images', async ({ machine }) => {
  const { scratch, json, veneer } = machine;
  const key = makeSigningKey(scratch, 'frostyard');
  try {
    await machine.at('ID=debian\nVERSION_ID=13\n', ...frostyard(scratch, key));
    expect(json('remote', 'list')).toMatchObject([{ name: 'frostyard', trust: 'system', signs: true }, {}, {}, {}, {}]);
    // Without its key nothing is shown.
    expect(json('remote', 'enable', 'frostyard')).toMatchObject({ status: 'failed', error: { code: 'not-verified' } });
    scratch.put('tree/usr/lib/systemd/.keep', '');
    key.exportTo(join(scratch.path, 'tree/usr/lib/systemd/import-pubring.gpg'));
    expect(json('remote', 'enable', 'frostyard')).toMatchObject({
      status: 'current',
      count: 2,
      refused: 0,
      signedBy: key.fingerprint,
    });
    expect(json('search')).toMatchObject([
      { name: '1password-cli', version: '2.39.0-1-13', about: null },
      // By its name alone: what is packed is known after the download.
      { name: 'docker', version: '5+29.7.2-1~debian.13~trixie-13', fits: null, about: 'Docker CE container runtime' },
    ]);
    expect(machine.install('docker', 'docker')).toContain('docker-5+29.7.2-1~debian.13~trixie-13-x86-64.raw');
    expect(json('list')).toMatchObject({ extensions: [{ name: 'docker', verdict: { compatible: true } }] });
    // `~` is none of the characters that a version may have for 257 (version_is_valid()).
    expect(veneer('follow', 'docker')).toMatchObject({ status: ERROR_CODES.unsupported.exitCode });
    expect(veneer('follow', '1password-cli')).toMatchObject({ status: 0 });
    const folder = join(scratch.path, 'tree/etc/sysupdate.1password-cli.d');
    const [file = ''] = readdirSync(folder);
    const transfer = readFileSync(join(folder, file), 'utf8');
    expect(transfer).toContain('Verify=yes');
    expect(transfer).toContain('MatchPattern=1password-cli_@v_%w_%a.raw.zst\n');
  } finally {
    key.close();
  }
});

test('modules without a version: one image in a release, described by itself', async ({ machine }) => {
  const { scratch, json } = machine;
  await machine.at('ID=zimaos\nVERSION_ID=1.5\n', ...modules(scratch));
  expect(json('remote', 'add', 'modules', MODULES_URL)).toMatchObject({ status: 'current', count: 1 });
  expect(json('search', 'llama')).toMatchObject([
    {
      name: 'cuda-llama',
      version: '',
      fits: true,
      source: 'image',
      description: 'Llama with CUDA',
      about: 'Llama with CUDA',
    },
  ]);
  // What the image says of itself is found as well.
  expect(json('search', 'with')).toMatchObject([{ name: 'cuda-llama' }]);
  expect(machine.install('cuda-llama', 'cuda-llama')).toMatch(/cuda-llama-0\.[0-9a-f]{12}\.raw$/);
});
