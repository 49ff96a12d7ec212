/** What `npm run package` made, held to the tools that distributions check with. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROW_NAMES, rowOf } from '../../electron/cli/table/commands.ts';
import { OPTIONS } from '../../electron/cli/table/options.ts';
import { INSTALLED_HELPER } from '../../shared/changes/installed-helper.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import { makeSigningKey } from '../harness/openpgp-key.ts';
import { findPackages, type Packages } from '../harness/packages.ts';
import { run } from '../harness/programs.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const PACKING = fileURLToPath(new URL('../../package.mjs', import.meta.url));

const PUBLISHED = 'https://example.org/veneer/';
/** What systemd-sysupdate needs to know of where the system extension is published (sysupdate.d(5)). */
const OWN_TRANSFER = [
  `Type=url-file\nPath=${PUBLISHED}\nMatchPattern=veneer-@v-%a.raw\n`,
  'Path=/var/lib/extensions.d/veneer\n',
  'CurrentSymlink=/var/lib/extensions/veneer.raw\n',
];

let scratch: Scratch;
let tree: string;
let made: Packages['made'];
beforeAll(() => {
  scratch = makeScratch('packages');
  ({ tree, made } = findPackages(scratch));
});
afterAll(() => scratch.remove());

test('the desktop entry, the metainfo and the manual page are what their checkers want', () => {
  run('desktop-file-validate', [join(tree, 'usr/share/applications/org.veneer.Veneer.desktop')]);
  const metainfo = join(tree, 'usr/share/metainfo/org.veneer.Veneer.metainfo.xml');
  const checked = spawnSync('appstreamcli', ['validate', '--pedantic', '--no-net', metainfo], { encoding: 'utf8' });
  // The id is that of the desktop entry, of its icon and of the window on the bus, and stays theirs.
  expect(checked.stdout.match(/^[EWP]: .*$/gm)).toEqual([
    'P: org.veneer.Veneer:3: cid-contains-uppercase-letter org.veneer.Veneer',
  ]);
  const page = join(scratch.path, 'veneer.1');
  writeFileSync(page, gunzipSync(readFileSync(join(tree, 'usr/share/man/man1/veneer.1.gz'))));
  const { stderr, stdout } = spawnSync('man', ['--warnings', '--local-file', page], {
    encoding: 'utf8',
    env: { ...process.env, MANWIDTH: '120', MANPAGER: 'cat' },
  });
  expect(stderr).toBe('');
  for (const name of ROW_NAMES) {
    expect(stdout, name).toContain(name);
    for (const { run: example } of rowOf(name).examples) expect(stdout, name).toContain(example);
  }
  for (const option of Object.keys(OPTIONS)) expect(stdout, option).toContain(`--${option}`);
  expect(stdout).not.toMatch(/@[A-Z]+@/);
});

test('a file manager knows an extension by its content, and leaves other files their type', () => {
  const share = join(scratch.path, 'share');
  cpSync(join(tree, 'usr/share/mime'), join(share, 'mime'), { recursive: true });
  cpSync('/usr/share/mime/packages/freedesktop.org.xml', join(share, 'mime/packages/freedesktop.org.xml'));
  run('update-mime-database', [join(share, 'mime')]);
  putExtension(scratch, 'sources', 'tool', 'ID=_any\n');
  const files = join(scratch.path, 'files');
  mkdirSync(files);
  makeSquashfs(join(scratch.path, 'sources/tool'), join(files, 'tool.raw'));
  cpSync(join(files, 'tool.raw'), join(files, 'tool.sysext.raw'));
  cpSync(join(files, 'tool.raw'), join(files, 'tool.squashfs'));
  cpSync(new URL('../fixtures/images/erofs-lzma.raw', import.meta.url), join(files, 'erofs.raw'));
  const ddi = gunzipSync(readFileSync(new URL('../fixtures/images/fixture-ddi.raw.gz', import.meta.url)));
  writeFileSync(join(files, 'disk.raw'), ddi);
  writeFileSync(join(files, 'disk.img'), ddi);
  writeFileSync(join(files, 'backup.dd'), ddi);
  writeFileSync(join(files, 'camera.raw'), 'IIU\0\x18\0\0\0\x88\xe7\x74\xd8', 'latin1');
  const typeOf = (name: string) =>
    run('env', [
      `XDG_DATA_DIRS=${share}`,
      `XDG_DATA_HOME=${share}`,
      'gio',
      'info',
      '-a',
      'standard::content-type',
      join(files, name),
    ])
      .trim()
      .split(' ')
      .at(-1);
  const ours = 'application/x-systemd-extension';
  expect(Object.fromEntries(readdirSync(files).map((name) => [name, typeOf(name)]))).toEqual({
    'tool.raw': ours,
    'tool.sysext.raw': ours,
    'erofs.raw': ours,
    'disk.raw': ours,
    'tool.squashfs': 'application/vnd.squashfs',
    'disk.img': 'application/x-raw-disk-image',
    // Somebody's backup is nothing to install.
    'backup.dd': 'application/x-gpt-disk-image',
    'camera.raw': 'image/x-panasonic-rw',
  });
});

test('they are the same under every umask, time zone and language', () => {
  const dist = join(tree, 'usr/lib/veneer/dist');
  const key = makeSigningKey(scratch, 'publisher');
  const sumsUnder = (umask: string, zone: string, ...more: string[]) => {
    const out = join(scratch.path, `under-${umask}`);
    // The staged programs lack what is of the desktop alone, which no headless package has.
    const script = `umask ${umask}; exec "$@"`;
    const packing = [
      process.execPath,
      '--no-warnings',
      PACKING,
      '--quick',
      '--dist',
      dist,
      '--url',
      PUBLISHED,
      ...more,
      out,
    ];
    run('env', [`TZ=${zone}`, `GNUPGHOME=${key.home}`, 'LC_ALL=C', 'sh', '-c', script, 'sh', ...packing]);
    const transfer = readFileSync(join(out, 'veneer.transfer'), 'utf8');
    for (const lines of OWN_TRANSFER) expect(transfer).toContain(lines);
    return readFileSync(join(out, 'SHA256SUMS'), 'utf8');
  };
  const sums = sumsUnder('002', 'Asia/Tokyo');
  expect(sums.trim().split('\n')).toHaveLength(4);
  expect(readFileSync(join(scratch.path, 'under-002/veneer.transfer'), 'utf8')).toContain('Verify=no\n');
  expect(sumsUnder('077', 'America/Lima', '--sign', key.fingerprint)).toBe(sums);
  const signed = join(scratch.path, 'under-077');
  expect(readFileSync(join(signed, 'veneer.transfer'), 'utf8')).toContain('Verify=yes\n');
  run('gpg', ['--homedir', key.home, '--verify', join(signed, 'SHA256SUMS.gpg'), join(signed, 'SHA256SUMS')]);
  key.close();
}, 400_000);

test('lintian has nothing to say of the .deb, which has only files of root, and a helper that root alone can change', () => {
  const deb = made('.deb');
  const { stdout, status } = spawnSync('lintian', ['--fail-on=error,warning', '--allow-root', deb], {
    encoding: 'utf8',
  });
  expect(stdout.match(/^[EW]: .*$/gm) ?? []).toEqual([]);
  expect(status).toBe(0);
  const listing = run('dpkg-deb', ['--contents', deb]).trim().split('\n');
  for (const line of listing) {
    expect(line).toMatch(/^[-dl]r[w-]x?/);
    expect(line.split(/\s+/)[1], line).toBe('root/root');
    if (!line.startsWith('l')) expect(line.slice(0, 10), line).toMatch(/^[-d]rw[-x]r-[-x]r-[-x]$/);
  }
  expect(listing.some((line) => line.startsWith('-rwxr-xr-x') && line.endsWith(`.${INSTALLED_HELPER}`))).toBe(true);
  for (const path of [INSTALLED_HELPER, '/usr/lib/veneer/dist/cli.cjs']) {
    expect(readFileSync(join(tree, path), 'utf8').split('\n')[0]).toBe('#!/usr/lib/veneer/node');
  }
  expect(lstatSync(join(tree, 'usr/bin/veneer')).isSymbolicLink()).toBe(true);
  // It is there once.
  expect(realpathSync(join(tree, 'usr/lib/veneer/dist/helper.cjs'))).toBe(join(realpathSync(tree), INSTALLED_HELPER));
  expect(run('dpkg-deb', ['--field', deb, 'Bugs'])).toBe('mailto:developers@veneer.org\n');
  for (const path of ['/usr/share/doc/veneer/README.md.gz', '/usr/share/bug/veneer-headless/script'])
    expect(
      listing.some((line) => line.endsWith(`.${path}`)),
      path,
    ).toBe(true);
  const licences = gunzipSync(readFileSync(join(tree, 'usr/share/doc/veneer/third-party-licenses.txt.gz'))).toString();
  for (const name of ['react ', 'zod ', 'node ']) expect(licences).toContain(`\n${name}`);
  // lintian alone takes half a minute, and several where booted systems want the processors too.
}, 400_000);

test('whose all of it is stands in copyright, in the licences and in the bill of materials', () => {
  const text = (path: string) => readFileSync(join(tree, 'usr/share/doc/veneer', path));
  const licences = gunzipSync(text('third-party-licenses.txt.gz')).toString();
  const { components } = JSON.parse(text('veneer.cdx.json').toString()) as {
    components: { name: string; version: string; purl: string; licenses?: unknown }[];
  };
  // As the bundlers say what they took, and npm where that is from.
  const names = components.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['react-dom', 'openpgp', '@fontsource-variable/inter', 'node']));
  expect(names).not.toEqual(expect.arrayContaining(['electron']));
  expect(names.filter((name) => name.startsWith('@types/'))).toEqual([]);
  for (const { name, version, purl, licenses } of components) {
    expect(licences).toContain(`\n${name} ${version} (`);
    expect(purl).toMatch(/^pkg:(?:npm|generic)\/[\w%./@-]+@\d/);
    if (name !== 'node') expect(licenses, name).toHaveLength(1);
  }
  // LGPL-3 section 4: its notice, its text and that of the GPL, and where the sources are.
  expect(licences).toMatch(/\nopenpgp \S+ \(LGPL-3\.0-or-later\)\nhttps:\/\/github\.com\/openpgpjs/);
  for (const title of ['GNU LESSER GENERAL PUBLIC LICENSE', 'GNU GENERAL PUBLIC LICENSE'])
    expect(licences).toMatch(new RegExp(`\\n\\s*${title}\\n`));
  const extracted = join(scratch.path, 'deb-of-copyright');
  run('dpkg-deb', ['--extract', made('.deb'), extracted]);
  const copyright = readFileSync(join(extracted, 'usr/share/doc/veneer-headless/copyright'), 'utf8');
  const stanzas = copyright.split('\n\n');
  expect(stanzas.flatMap((one) => /^Files: (.*)/.exec(one)?.[1] ?? [])).toEqual([
    '*',
    'usr/lib/veneer/dist/* usr/libexec/*',
    'usr/lib/veneer/dist/window/assets/inter-*',
    'usr/lib/veneer/node',
  ]);
  // Each licence that a stanza names has its own, as the format wants it.
  const named = stanzas.flatMap((one) =>
    one.startsWith('Files') ? (/^License: (.*)/m.exec(one)?.[1]?.split(' and ') ?? []) : [],
  );
  const explained = stanzas.flatMap((one) => /^License: (.*)/.exec(one)?.[1] ?? []);
  expect([...explained].sort()).toEqual([...new Set(named)].sort());
});

test('the system extension fits any OS of its architecture, by Veneer’s own judgement and unsquashfs', () => {
  // As it is put into a search directory by hand, under the name of its release file.
  const image = join(scratch.path, 'veneer.raw');
  cpSync(made('.raw'), image);
  const veneer = join(tree, 'usr/bin/veneer');
  const inspected = JSON.parse(run(join(tree, 'usr/lib/veneer/node'), [veneer, 'inspect', image, '--json']));
  expect(inspected).toMatchObject({
    verdict: { compatible: true, code: 'any-os' },
    blocksMergeBecause: null,
  });
  // What it brings to the caches is for systemd 257 and later to say; older ones do not know how to ask for a restart.
  const found = inspected.findings.map(({ severity, id }: Diagnosis) => `${severity}: ${id}`);
  expect(found.filter((one: string) => !['note: cache-outdated', 'note: release-field'].includes(one))).toEqual([]);
  expect(inspected.release).toMatchObject({ ID: '_any', SYSEXT_VERSION_ID: expect.stringMatching(/^\d/) });
  expect(run('unsquashfs', ['-l', image])).toContain('squashfs-root/usr/libexec/veneer/helper');
  const read = (path: string) => run('unsquashfs', ['-cat', image, path]);
  expect(read('usr/lib/extension-release.d/extension-release.veneer')).toContain('\nHOME_URL="https://veneer.org/"\n');
  // A merge makes no new database of types: there is no type of ours to open.
  expect(run('unsquashfs', ['-l', image])).not.toContain('squashfs-root/usr/share/mime');
  expect(read('usr/share/applications/org.veneer.Veneer.desktop')).not.toContain('MimeType');
  // Of which Node is 35; a program of ours that starts sooner for what was compiled of it may cost one.
  expect(statSync(image).size).toBeLessThan(46 * 2 ** 20);
});

test('the system extension that is published is packed with zstd', () => {
  scratch.put('small/usr/share/mime/packages/org.veneer.Veneer.xml', '');
  scratch.put('small/usr/share/applications/org.veneer.Veneer.desktop', 'MimeType=a\n');
  const about = { version: '1', dist: join(tree, 'usr/lib/veneer/dist'), systemdArch: 'x86-64' };
  const [module, given] = [join(PROJECT, 'assets/packaging/sysext.mjs'), JSON.stringify(about)];
  const script = `import { makeSysext } from ${JSON.stringify(module)};
    const [tree, out] = process.argv.slice(1);
    process.stdout.write(makeSysext(tree, out, ${given}, 'zstd'));`;
  const folders = [join(scratch.path, 'small'), scratch.path];
  const image = run(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script, ...folders]);
  expect(run('unsquashfs', ['-stat', image])).toMatch(/^Compression zstd$/m);
  expect(run('unsquashfs', ['-cat', image, 'usr/lib/extension-release.d/extension-release.veneer'])).toContain(
    'ID=_any',
  );
});
