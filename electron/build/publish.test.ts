/** A published folder as others see it: sha256sum, gpg, nginx and Veneer's own remotes. That systemd-sysupdate does: publish.system.ts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openMountNamespace } from '../../e2e/harness/mount-namespace.ts';
import { serveFolder } from '../../e2e/harness/nginx.ts';
import { makeSigningKey, type SigningKey } from '../../e2e/harness/openpgp-key.ts';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import { type Publishing, publishImages } from './publish.ts';

let scratch: Scratch;
let key: SigningKey | null;
const at = (path: string) => join(scratch.path, path);
beforeEach(() => {
  scratch = makeScratch('publish');
  key = null;
});
afterEach(() => {
  vi.unstubAllEnvs();
  key?.close();
  scratch.remove();
});

function image(name: string, version: string | null, more = 'ARCHITECTURE=x86-64\n', id = '_any'): string {
  const release = `ID=${id}\n${version === null ? '' : `SYSEXT_VERSION_ID=${version}\n`}${more}`;
  const folder = `${name}-${version}`;
  putExtension(scratch, folder, name, release, { 'usr/share/it': version ?? 'none' });
  makeSquashfs(at(`${folder}/${name}`), at(`${folder}.img`), '-all-root');
  return at(`${folder}.img`);
}

const publish = (images: readonly string[], part: Partial<Publishing> = {}) =>
  publishImages({
    directory: at('pub'),
    images,
    url: 'https://example.org/pub',
    key: null,
    keep: null,
    signal: null,
    ...part,
  });

test('images, their list, transfer files and pages', async () => {
  const { images, removed } = await publish([image('tool', '1.0'), image('any', '2.0', '')]);
  expect(images).toMatchObject([
    { name: 'tool', version: '1.0', architecture: 'x86-64', path: at('pub/tool/tool-1.0-x86-64.raw') },
    { name: 'any', version: '2.0', architecture: null, path: at('pub/any/any-2.0.raw') },
  ]);
  expect(removed).toEqual([]);
  expect(run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: at('pub/tool') })).toBe(
    'tool-1.0-x86-64.raw: OK\ntool-1.0-x86-64.manifest.gz: OK\n',
  );
  expect(readdirSync(at('pub/tool')).sort()).toEqual(
    [
      ...['SHA256SUMS', 'index.html', 'tool-1.0-x86-64.manifest.gz', 'tool-1.0-x86-64.raw'],
      ...['tool.conf', 'tool.transfer'],
    ].sort(),
  );
  const transfer = readFileSync(at('pub/tool/tool.transfer'), 'utf8');
  expect(transfer).toContain('\nPath=https://example.org/pub/tool/\nMatchPattern=tool-@v-%a.raw\n');
  expect(transfer).toContain('Verify=no');
  // Of the same patterns, for a systemd before 257, which reads no `.transfer`.
  const conf = readFileSync(at('pub/tool/tool.conf'), 'utf8');
  expect(conf).toContain('\nPath=https://example.org/pub/tool/\nMatchPattern=tool-@v-%a.raw\n');
  expect(conf).toContain('\nPath=/var/lib/extensions.d/tool\nMatchPattern=tool-@v-%a.raw tool-@v.raw\n');
  expect(readFileSync(at('pub/any/any.transfer'), 'utf8')).toContain('\nMatchPattern=any-@v.raw\n');
  expect(readFileSync(at('pub/index.html'), 'utf8')).toContain('<a href="tool/">tool</a>');
  expect(readFileSync(at('pub/tool/index.html'), 'utf8')).toContain('<a href="tool.transfer">tool.transfer</a>');
  expect(readFileSync(at('pub/tool/index.html'), 'utf8')).not.toMatch(/<script|https?:\/\/(?!example\.org)/);
});

test('what is published does not change, and older versions go once no list names them', async () => {
  await publish([image('tool', '1.0')]);
  await publish([at('tool-1.0.img')]);
  scratch.put('tool-1.0/tool/usr/share/it', 'something else');
  makeSquashfs(at('tool-1.0/tool'), at('other.img'), '-all-root');
  await expect(publish([at('other.img')])).rejects.toMatchObject({ code: 'invalid-input' });
  await publish([image('tool', '1.2'), image('tool', '1.10')]);
  const { removed } = await publish([image('tool', '1.11')], { keep: 2 });
  expect(removed.map((path) => path.slice(at('pub/tool/').length)).sort()).toEqual([
    'tool-1.0-x86-64.raw',
    'tool-1.2-x86-64.raw',
  ]);
  expect(
    readFileSync(at('pub/tool/SHA256SUMS'), 'utf8')
      .split('\n')
      .map((line) => line.slice(66)),
  ).toEqual([
    ...['tool-1.11-x86-64.raw', 'tool-1.10-x86-64.raw'],
    ...['tool-1.11-x86-64.manifest.gz', 'tool-1.10-x86-64.manifest.gz', ''],
  ]);
  expect(readdirSync(at('pub/tool')).filter((name) => name.includes('.manifest'))).toHaveLength(2);
});

// The real reader was built from openSUSE/sysextmgr 1.3.0: `sysextmgrcli dump-manifest` says of such a one "image name:
// tool-1.0.x86-64.raw", "* sysext version_id: 1.0", "* id: opensuse-microos", "* version_id: 20260720", "* architecture: x86-64";
// image_remote_metadata() over nginx lists all versions and says which fit.
test('a manifest beside each image, by the rules of sysextmgr', async () => {
  const suse = 'VERSION_ID=20260720\nARCHITECTURE=x86-64\n';
  const { notes } = await publish([image('tool', '1.0', suse, 'opensuse-microos'), image('any', '2', '')]);
  expect(notes).toEqual([]);
  const read = (path: string) => JSON.parse(gunzipSync(readFileSync(at(path))).toString());
  expect(read('pub/tool/tool-1.0-x86-64.manifest.gz')).toEqual({
    manifest_version: 1,
    config: { name: 'tool', distribution: 'opensuse-microos', architecture: 'x86-64', version: '1.0' },
    packages: [],
    extension: {
      ...{ ID: 'opensuse-microos', SYSEXT_VERSION_ID: '1.0', VERSION_ID: '20260720', ARCHITECTURE: 'x86-64' },
    },
  });
  // check_if_newer() compares both, whether they are there or not.
  expect(read('pub/any/any-2.manifest.gz').extension).toEqual({
    ...{ ID: '_any', SYSEXT_VERSION_ID: '2', ARCHITECTURE: '_any' },
  });
  const unclear = await publish([image('tool', '3', 'ARCHITECTURE=x86-64\n', 'opensuse-microos')]);
  expect(unclear.notes.map(({ text }) => text)).toEqual([
    'sysextmgr would take tool-3-x86-64.raw for another name; a version with a dot and without dashes is clear.',
    'sysextmgr cannot use tool-3-x86-64.raw: its release file has no VERSION_ID.',
  ]);
});

const PULL = '/usr/lib/systemd/systemd-pull';

// As sysextmgr 1.3.0 starts it for each file that it fetches (src/download.c). In 257 and 262 it answers the same: it starts gpg,
// of which Debian's systemd-container does not say that it needs it, and says "Signature verification failed" where that is missing.
test.runIf(existsSync(PULL))(
  'systemd-pull finds all that sysextmgr fetches signed, by a key that is no text (needs systemd-pull)',
  async () => {
    key = makeSigningKey(scratch, 'mine');
    vi.stubEnv('GNUPGHOME', key.home);
    await publish([image('tool', '1.0')], { key: key.fingerprint });
    key.exportTo(at('ring.gpg'));
    scratch.put('ring.asc', key.armour);
    const server = await serveFolder(scratch, 'pub/tool');
    const apart = await openMountNamespace();
    const pull = (ring: string, file: string) => {
      apart.run('cp', at(ring), '/etc/systemd/import-pubring.gpg');
      const ask = () => apart.run(PULL, 'raw', '--direct', '--verify', 'signature', `${server.url}${file}`, at('got'));
      const told = ask();
      // On a busy machine 252 waits a minute, now and then, for a file that nginx has sent, and says nothing of signatures.
      return told.output.includes('verification') ? told : ask();
    };
    try {
      apart.run('mount', '-t', 'tmpfs', 'keys', '/etc/systemd');
      for (const file of ['SHA256SUMS', 'tool-1.0-x86-64.manifest.gz', 'tool-1.0-x86-64.raw'])
        expect(pull('ring.gpg', file)).toEqual({
          status: 0,
          output: expect.stringContaining('verification succeeded'),
        });
      expect(pull('ring.asc', 'SHA256SUMS')).toEqual({
        status: 1,
        output: expect.stringContaining('verification failed'),
      });
    } finally {
      apart.close();
      await server.stop();
    }
  },
);

test('what is published now stays, though it is older than what is kept', async () => {
  await publish([image('tool', '2.0')]);
  const { images, removed } = await publish([image('tool', '1.0')], { keep: 1 });
  expect(removed).toEqual([]);
  expect(existsSync(images[0]?.path ?? '')).toBe(true);
  const next = await publish([image('tool', '2.1')], { keep: 0 });
  expect(next.removed).toHaveLength(2);
  expect(readdirSync(at('pub/tool')).filter((name) => name.endsWith('.raw'))).toEqual(['tool-2.1-x86-64.raw']);
});

test('a folder has one transfer file, so that no name is there in two classes', async () => {
  await publish([image('tool', '1.0')]);
  const release = 'etc/extension-release.d/extension-release.tool';
  scratch.put(`net/tool/${release}`, 'ID=_any\nCONFEXT_VERSION_ID=2.0\n');
  makeSquashfs(at('net/tool'), at('net.img'), '-all-root');
  const said = 'tool-2.0.raw and what is published as tool are of two classes.';
  await expect(publish([at('net.img')])).rejects.toThrow(said);
  expect(readdirSync(at('pub/tool')).filter((name) => name.endsWith('.raw'))).toEqual(['tool-1.0-x86-64.raw']);
  await expect(publish([at('net.img'), at('tool-1.0.img')], { directory: at('other') })).rejects.toThrow(said);
  expect(existsSync(at('other'))).toBe(false);
});

test('the list is signed by the gpg of who publishes, and a stale signature does not stay', async () => {
  key = makeSigningKey(scratch, 'mine');
  vi.stubEnv('GNUPGHOME', key.home);
  await publish([image('tool', '1.0')], { key: key.fingerprint });
  key.exportTo(at('ring.gpg'));
  run('gpgv', ['--keyring', at('ring.gpg'), at('pub/tool/SHA256SUMS.gpg'), at('pub/tool/SHA256SUMS')]);
  expect(readFileSync(at('pub/tool/tool.transfer'), 'utf8')).toContain('Verify=yes');
  await expect(publish([image('tool', '1.1')], { key: 'nobody' })).rejects.toMatchObject({ code: 'unsupported' });
  run('gpgv', ['--keyring', at('ring.gpg'), at('pub/tool/SHA256SUMS.gpg'), at('pub/tool/SHA256SUMS')]);
  const unsigned = await publish([at('tool-1.1.img')]);
  expect(existsSync(at('pub/tool/SHA256SUMS.gpg'))).toBe(false);
  expect(unsigned.notes.map(({ id }) => id)).toEqual(['publish.no-longer-signed']);
});

test('several who publish at once wait for each other, so that all is listed and signed', async () => {
  key = makeSigningKey(scratch, 'mine');
  vi.stubEnv('GNUPGHOME', key.home);
  const { fingerprint } = key;
  const versions = ['1.0', '1.1', '1.2'];
  const images = versions.map((version) => image('tool', version));
  await Promise.all(images.map((one) => publish([one], { key: fingerprint })));
  const files = versions.flatMap((version) => [`tool-${version}-x86-64.raw`, `tool-${version}-x86-64.manifest.gz`]);
  const checked = run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: at('pub/tool') });
  expect(checked.trim().split('\n').sort()).toEqual(files.map((file) => `${file}: OK`).sort());
  key.exportTo(at('ring.gpg'));
  run('gpgv', ['--keyring', at('ring.gpg'), at('pub/tool/SHA256SUMS.gpg'), at('pub/tool/SHA256SUMS')]);
  const others = ['SHA256SUMS', 'SHA256SUMS.gpg', 'index.html', 'tool.conf', 'tool.transfer'];
  expect(readdirSync(at('pub/tool')).sort()).toEqual([...files, ...others].sort());
});

test('what stops merges, has no version, or could not be fetched is not published, and nothing is written', async () => {
  scratch.put('empty/usr/share/a', '');
  makeSquashfs(at('empty'), at('empty-1.0.raw'), '-all-root');
  await expect(publish([image('tool', '1.0'), at('empty-1.0.raw')])).rejects.toMatchObject({ code: 'blocks-merge' });
  await expect(publish([image('bare', null)])).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(publish([at('tool-1.0.img')], { url: 'ftp://x' })).rejects.toMatchObject({ code: 'invalid-input' });
  expect(existsSync(at('pub'))).toBe(false);
});
