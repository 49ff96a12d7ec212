/** A real registry as a remote, on the command line: from no remote to installed and kept current. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { SOMETHING_NEW } from '../../shared/model/errors.ts';
import { contentOfAnswer } from '../harness/answers.ts';
import { type Layout, layerOf, makeLayout } from '../harness/oci-layout.ts';
import { basicAuth, type Registry, startRegistry, startTokens } from '../harness/oci-registry.ts';
import { run } from '../harness/programs.ts';
import { hashOf, imageOf } from '../harness/remotes.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { openTree, type Tree } from '../shells/tree.ts';

interface Machine {
  readonly scratch: Scratch;
  readonly registry: Registry;
  readonly layout: Layout;
  readonly tree: string;
  readonly veneer: Tree['veneer'];
  /** The one JSON document that a command prints; fails where it does not end with 0. */
  json(...args: string[]): unknown;
  /** Downloads something. @returns its path */
  download(wanted: string): string;
}

const test = base.extend<{ machine: Machine }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  machine: async ({}, use) => {
    const scratch = makeScratch('oci');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=13\n');
    const { path: tree, veneer, close } = await openTree(scratch);
    const registry = await startRegistry(scratch);
    const json = (...args: string[]) => {
      const answer = veneer(...args, '--json');
      expect(answer, `${args.join(' ')}\n${answer.stderr}`).toMatchObject({ status: 0 });
      return contentOfAnswer(answer.stdout);
    };
    const download = (wanted: string) =>
      (json('download', wanted, '--output', join(scratch.path, 'images')) as { readonly path: string }).path;
    await use({ scratch, registry, layout: makeLayout(scratch, 'layout'), tree, veneer, json, download });
    close();
    await registry.stop();
    scratch.remove();
  },
});

const RELEASE = 'usr/lib/extension-release.d/extension-release';

/** The tree of `anvil` in two layers, of which the second one takes away, replaces and links. */
function anvil({ scratch, layout }: Machine, version: string, architecture: string) {
  const systemd = architecture === 'amd64' ? 'x86-64' : 'arm64';
  const lower = layerOf(scratch, `lower-${version}-${architecture}`, {
    [`${RELEASE}.anvil`]: 'ID=wrong\n',
    'usr/share/anvil/gone': 'gone',
    'usr/share/anvil/old/inner': 'old',
    'usr/share/anvil/kept': 'kept',
    'tmp/of-the-build': 'left out',
  });
  const upper = layerOf(scratch, `upper-${version}-${architecture}`, {
    [`${RELEASE}.anvil`]: `ID=_any\nARCHITECTURE=${systemd}\n`,
    'usr/share/anvil/.wh.gone': '',
    'usr/share/anvil/old/.wh..wh..opq': '',
    'usr/share/anvil/old/new': 'new',
    'usr/share/anvil/version': version,
    'usr/share/anvil/hard': '== usr/share/anvil/version',
    'usr/share/anvil/soft': '-> ../../../../../etc/shadow',
  });
  return layout.image(architecture, [lower, upper]);
}

function publishAnvil(machine: Machine, version: string, ...tags: string[]): void {
  const both = machine.layout.index({
    amd64: anvil(machine, version, 'amd64'),
    arm64: anvil(machine, version, 'arm64'),
  });
  for (const tag of [version, ...tags]) machine.layout.push(both, `${machine.registry.host}/trees/anvil:${tag}`);
}

test('layers for two machines: listed, downloaded, installed, updated', async ({ machine }) => {
  const { scratch, registry, tree, veneer, json, download } = machine;
  publishAnvil(machine, '1.0.0', '1.0', 'latest');
  const url = `oci://${registry.host}/trees/anvil`;
  expect(veneer('remote', 'add', 'smithy', url)).toMatchObject({ status: 0 });
  expect(json('remote', 'list')).toContainEqual(expect.objectContaining({ name: 'smithy', url, trust: 'unsigned' }));
  expect(json('search', 'anvil')).toMatchObject([
    { remote: 'smithy', name: 'anvil', version: '1.0.0', releases: 1, architectures: ['arm64', 'x86-64'], fits: null },
  ]);

  const path = download('anvil');
  expect(path).toBe(join(scratch.path, 'images/anvil-1.0.0-x86-64.raw'));
  run('unsquashfs', ['-no-progress', '-d', join(scratch.path, 'unpacked'), path]);
  const inside = (name: string) => readFileSync(join(scratch.path, 'unpacked/usr/share/anvil', name), 'utf8');
  expect(readdirSync(join(scratch.path, 'unpacked'))).toEqual(['usr']);
  expect(readdirSync(join(scratch.path, 'unpacked/usr/share/anvil')).sort()).toEqual([
    'hard',
    'kept',
    'old',
    'soft',
    'version',
  ]);
  expect(readdirSync(join(scratch.path, 'unpacked/usr/share/anvil/old'))).toEqual(['new']);
  expect([inside('version'), inside('hard'), inside('kept')]).toEqual(['1.0.0', '1.0.0', 'kept']);
  expect(readlinkSync(join(scratch.path, 'unpacked/usr/share/anvil/soft'))).toBe('../../../../../etc/shadow');

  expect(veneer('install', path)).toMatchObject({ status: 0 });
  const current = () => readlinkSync(join(tree, 'var/lib/extensions/anvil.raw')).split('/').at(-1);
  expect(current()).toBe('anvil-1.0.0-x86-64.raw');
  const followed = veneer('follow', 'anvil');
  expect(followed.status).not.toBe(0);
  expect(followed.stderr).toContain('systemd-sysupdate fetches nothing from a registry');

  // From where it came nobody knows of a file, so the first update names the remote; the next one needs not.
  publishAnvil(machine, '1.1.0');
  expect(veneer('update', 'anvil', '--remote', 'smithy')).toMatchObject({ status: 0 });
  expect(current()).toBe('anvil-1.1.0-x86-64.raw');
  publishAnvil(machine, '1.10.0', 'latest');
  const looked = veneer('update', '--check', '--json');
  expect(looked.status).toBe(SOMETHING_NEW);
  expect(contentOfAnswer(looked.stdout)).toMatchObject([{ name: 'anvil', installed: '1.1.0', newest: '1.10.0' }]);
  expect(veneer('update')).toMatchObject({ status: 0 });
  expect(current()).toBe('anvil-1.10.0-x86-64.raw');
});

test('an artifact is looked into before the download, and an image in a layer is taken out', async ({ machine }) => {
  const { scratch, registry, layout, json, veneer, download } = machine;
  const fits = imageOf(scratch, { name: 'hammer' });
  const other = imageOf(scratch, { name: 'hammer', release: 'ID=fedora\nVERSION_ID=43\n' });
  layout.push(layout.artifact({ 'hammer-1.0-x86-64.raw': fits }), `${registry.host}/tools/hammer:1.0`);
  layout.push(layout.artifact({ 'hammer-2.0-x86-64.raw': other }), `${registry.host}/tools/hammer:2.0`);
  // As cosign keeps signatures.
  const signature = layout.artifact({ 'hammer-9.raw': fits });
  layout.push(signature, `${registry.host}/tools/hammer:sha256-${hashOf(fits)}.sig`);
  const raw = imageOf(scratch, { name: 'tongs' });
  const layer = layerOf(scratch, 'tongs', { 'tongs.sysext.raw': raw });
  layout.push(layout.image('amd64', [layer]), `${registry.host}/kairos/tongs:v3.1`);

  expect(veneer('remote', 'add', 'hammers', `oci://${registry.host}/tools/hammer`)).toMatchObject({ status: 0 });
  expect(veneer('remote', 'add', 'kairos', `oci://${registry.host}/kairos/tongs:v3.1`)).toMatchObject({ status: 0 });
  expect(json('search')).toMatchObject([
    { name: 'hammer', version: '2.0', releases: 2, fits: false, source: 'image', size: other.length },
    { name: 'tongs', version: 'v3.1', architectures: ['x86-64'], fits: null },
  ]);
  expect(readFileSync(download('hammer=1.0')).equals(fits)).toBe(true);
  expect(readFileSync(download('tongs')).equals(raw)).toBe(true);

  const signed = veneer('remote', 'edit', 'hammers', '--system-keyring');
  expect(signed).toMatchObject({ status: 2 });
  expect(signed.stderr).toContain('No signature is checked in a registry');
  expect(veneer('remote', 'add', 'none', `oci://${registry.host}/tools/none`).stderr).toContain(
    'There is no repository at',
  );
});

test('what kind of extension it is, its release file says before anything calls it another', async ({ machine }) => {
  const { scratch, registry, layout, json, veneer, download } = machine;
  scratch.put('tuner/etc/extension-release.d/extension-release.tuner', 'ID=_any\n');
  scratch.put('tuner/etc/tuner.conf', 'pitch=440\n');
  makeSquashfs(join(scratch.path, 'tuner'), join(scratch.path, 'tuner.raw'));
  const image = readFileSync(join(scratch.path, 'tuner.raw'));
  layout.push(layout.artifact({ 'tuner-1.0.raw': image }), `${registry.host}/tools/tuner:1.0`);
  expect(veneer('remote', 'add', 'tuners', `oci://${registry.host}/tools/tuner`)).toMatchObject({ status: 0 });
  expect(json('search')).toMatchObject([{ name: 'tuner', class: 'confext', fits: true, source: 'image' }]);
  expect(veneer('install', download('tuner'))).toMatchObject({ status: 0 });
  expect(readlinkSync(join(machine.tree, 'var/lib/confexts/tuner.raw'))).toContain('tuner-1.0');
});

test('a login of HTTP Basic: none, a wrong one and the right one', async ({ machine }) => {
  const { scratch, registry, layout, veneer } = machine;
  const image = imageOf(scratch, { name: 'hammer' });
  layout.push(layout.artifact({ 'hammer-1.0.raw': image }), `${registry.host}/tools/hammer:1.0`);
  const guarded = await startRegistry(scratch, basicAuth(scratch, 'smith', 'se:cret'));
  const logIn = (login: string) =>
    scratch.put(
      'home/.config/containers/auth.json',
      JSON.stringify({ auths: { [guarded.host]: { auth: Buffer.from(login).toString('base64') } } }),
    );
  try {
    const added = veneer('remote', 'add', 'hammers', `oci://${guarded.host}/tools/hammer`);
    expect(added.stderr).toContain(`${guarded.host} wants a login for it.`);
    expect(added.stderr).toContain(`podman login ${guarded.host}`);
    logIn('smith:guessed');
    const wrong = veneer('remote', 'list');
    expect(wrong.stdout + wrong.stderr).toContain('does not let you have it with the login that is kept for it');
    logIn('smith:se:cret');
    const fetched = veneer('download', 'hammer', '--output', join(scratch.path, 'images'), '--json');
    expect(fetched).toMatchObject({ status: 0 });
    expect(readFileSync(join(scratch.path, 'images/hammer-1.0.raw')).equals(image)).toBe(true);
    expect(fetched.stdout + fetched.stderr).not.toContain('se:cret');
  } finally {
    await guarded.stop();
  }
});

for (const login of ['', 'smith:se cret']) {
  test(`tokens, ${login === '' ? 'for everybody' : 'for who logged in'}`, async ({ machine }) => {
    const { scratch, registry, layout, veneer } = machine;
    const image = imageOf(scratch, { name: 'hammer' });
    layout.push(layout.artifact({ 'hammer-1.0.raw': image }), `${registry.host}/tools/hammer:1.0`);
    const tokens = await startTokens(scratch, login);
    const guarded = await startRegistry(scratch, tokens.auth);
    try {
      const add = () => veneer('remote', 'add', 'hammers', `oci://${guarded.host}/tools/hammer`);
      const scope = 'repository:tools/hammer:pull';
      if (login !== '') {
        const refused = add();
        expect(refused.stderr).toContain(`${guarded.host} wants a login for it.`);
        const basic = Buffer.from(login).toString('base64');
        const auths = { [guarded.host]: { auth: basic }, 'elsewhere.example': { auth: 'bm86bm8=' } };
        scratch.put('home/.docker/config.json', JSON.stringify({ auths }));
        veneer('remote', 'remove', 'hammers');
      }
      const added = add();
      expect(added).toMatchObject({ status: 0 });
      expect(added.stdout + added.stderr).not.toContain('hammers: ');
      const output = join(scratch.path, 'images');
      const fetched = veneer('download', 'hammer', '--output', output, '--json');
      expect(fetched).toMatchObject({ status: 0 });
      expect(readFileSync(join(output, 'hammer-1.0.raw')).equals(image)).toBe(true);
      expect(new Set(tokens.asked())).toEqual(
        new Set(
          login === '' ? [`${scope} -`] : [`${scope} -`, `${scope} Basic ${Buffer.from(login).toString('base64')}`],
        ),
      );
    } finally {
      await guarded.stop();
      await tokens.stop();
    }
  });
}
