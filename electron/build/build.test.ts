/** Images from recipes: archives and packages that the real tools made, looked into by unsquashfs. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveFolder } from '../../e2e/harness/nginx.ts';
import { run } from '../../e2e/harness/programs.ts';
import { type RecipeBuilder, recipeBuilder } from '../../e2e/harness/recipes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';

let scratch: Scratch;
let fetched: string[];
let build: RecipeBuilder['build'];
let servers: { stop(): Promise<void> }[];
let ran: string[][];
const at = (path: string) => join(scratch.path, path);
beforeEach(() => {
  scratch = makeScratch('build');
  ({ build, fetched, ran } = recipeBuilder(scratch));
  servers = [];
  scratch.put('files/tool-1.0/bin/tool', '#!/bin/sh\necho tool\n', 0o755);
  scratch.put('files/tool-1.0/bin/toolctl', '#!/bin/sh\necho ctl\n', 0o755);
  scratch.put('files/tool-1.0/share/doc/README', 'Read me.\n');
  mkdirSync(at('served'));
});
afterEach(async () => {
  for (const server of servers) await server.stop();
  scratch.remove();
});

const head = `name: tool\nversion: "1.0"\ntarget: {architectures: [x86-64, any]}\n`;
const sumOf = (path: string) =>
  createHash('sha256')
    .update(readFileSync(at(path)))
    .digest('hex');
const tar = (file: string, ...args: string[]) => run('tar', ['--create', '--file', at(file), ...args]);
const listing = (image: string) => run('unsquashfs', ['-lls', '-d', '', image]);
const textIn = (image: string, path: string) => run('unsquashfs', ['-cat', image, path]);
const oneStep = (step: string) => `${head}sources: {it: {file: it}}\nsteps: [${step}]\n`;

test('an archive of a server, a unit and what starts it, all of root and with a release file', async () => {
  tar('served/tool-1.0-amd64.tar.xz', '--xz', '-C', at('files'), 'tool-1.0');
  const server = await serveFolder(scratch, 'served');
  servers.push(server);
  const recipe = `${head}sources:
  tool:
    url: ${server.url}tool-{version}-{arch}.tar.xz
    arch: {x86-64: amd64}
    sha256: {"1.0": {x86-64: ${sumOf('served/tool-1.0-amd64.tar.xz')}}}
steps:
  - take: {from: tool, path: tool-*/bin/*, to: /usr/bin/}
  - take: {from: tool, path: tool-1.0/share, to: /usr/share/, mode: '0644'}
  - link: {at: /usr/bin/t, to: tool}
  - folder: {at: /usr/lib/tool, mode: '0700'}
  - unit: {name: tool.service, sections: {Unit: {Description: A tool}, Service: {ExecStart: [/usr/bin/tool, ''], Restart: always}}}
  - uphold: {unit: tool.service}
  - tmpfiles: [d /var/lib/tool 0755 root root -]
  - sysusers: [u tool - "Tool"]
`;
  const image = await build(recipe);
  const listed = listing(image);
  expect(listed).toMatch(/-rwxr-xr-x root\/root +20 .*\/usr\/bin\/tool\n/);
  expect(listed).toMatch(/lrwxrwxrwx root\/root .*\/usr\/bin\/t -> tool\n/);
  expect(listed).toMatch(/-rw-r--r-- root\/root .*\/usr\/share\/doc\/README\n/);
  expect(textIn(image, 'usr/lib/extension-release.d/extension-release.tool')).toBe(
    'ID=_any\nSYSEXT_VERSION_ID="1.0"\nARCHITECTURE=x86-64\nEXTENSION_RELOAD_MANAGER=1\nEXTENSION_RESTART_UNITS="tool.service"\n',
  );
  expect(textIn(image, 'usr/lib/systemd/system/tool.service')).toBe(
    '[Unit]\nDescription=A tool\n\n[Service]\nExecStart=/usr/bin/tool\nExecStart=\nRestart=always\n',
  );
  expect(textIn(image, 'usr/lib/systemd/system/multi-user.target.d/10-tool-tool.service.conf')).toBe(
    '[Unit]\nUpholds=tool.service\n',
  );
  expect(textIn(image, 'usr/lib/tmpfiles.d/tool.conf')).toBe('d /var/lib/tool 0755 root root -\n');
  expect(textIn(image, 'usr/lib/sysusers.d/tool.conf')).toBe('u tool - "Tool"\n');
  expect(fetched).toEqual([`${server.url}tool-1.0-amd64.tar.xz`]);

  await server.stop();
  servers.pop();
  const [mask, zone] = [process.umask(0o077), process.env['TZ']];
  process.env['TZ'] = 'Pacific/Auckland';
  try {
    const again = await build(recipe, { image: 'again.raw' });
    expect(readFileSync(again).equals(readFileSync(image)), 'the same bytes, without a server').toBe(true);
  } finally {
    process.umask(mask);
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
  expect(fetched).toHaveLength(1);
});

test.each([
  ['gzip', () => tar('it', '--gzip', '-C', at('files'), 'tool-1.0'), 'tool-1.0/bin/tool'],
  ['zstd', () => tar('it', '--zstd', '-C', at('files'), 'tool-1.0'), 'tool-1.0/bin/tool'],
  [
    'a plain tar file of another form',
    () => tar('it', '--format=v7', '-C', at('files'), 'tool-1.0'),
    'tool-1.0/bin/tool',
  ],
  [
    'zip',
    () => run('zip', ['-q', '-r', at('it.zip'), 'tool-1.0'], { cwd: at('files') }) + renameSync(at('it.zip'), at('it')),
    'tool-1.0/bin/tool',
  ],
  ['a folder', () => symlinkSync('files', at('it')), 'tool-1.0/bin/tool'],
  [
    'a package of Debian',
    () => {
      scratch.put(
        'deb/DEBIAN/control',
        'Package: tool\nVersion: 1.0\nArchitecture: all\nMaintainer: x\nDescription: x\n',
      );
      scratch.put('deb/usr/bin/tool', '#!/bin/sh\necho tool\n', 0o755);
      run('dpkg-deb', ['--root-owner-group', '--build', at('deb'), at('it')]);
    },
    'usr/bin/tool',
  ],
  [
    'a package of rpm',
    () => {
      const spec = `Name: tool\nVersion: 1\nRelease: 1\nSummary: x\nLicense: MIT\nBuildArch: noarch\n%description\nx\n%install\ninstall -D ${at('files/tool-1.0/bin/tool')} %{buildroot}/usr/bin/tool\n%files\n/usr/bin/tool\n`;
      scratch.put('tool.spec', spec);
      const dirs = ['--define', `_topdir ${at('rpm')}`, '--define', `_rpmfilename it.rpm`, '--define', '_buildhost x'];
      run('rpmbuild', ['-bb', '--quiet', ...dirs, at('tool.spec')]);
      symlinkSync('rpm/RPMS/it.rpm', at('it'));
    },
    'usr/bin/tool',
  ],
])('what is taken from %s', async (_, make, path) => {
  make();
  const image = await build(oneStep(`{take: {from: it, path: ${path}, to: /usr/bin/tool}}`));
  expect(textIn(image, 'usr/bin/tool')).toBe('#!/bin/sh\necho tool\n');
  expect(listing(image)).toMatch(/-rwxr-xr-x root\/root .*\/usr\/bin\/tool\n/);
});

test('a program by itself is one', async () => {
  scratch.put('it', '\x7fELF no archive');
  const image = await build(oneStep('{take: {from: it, to: /opt/tool/run}}'));
  expect(listing(image)).toMatch(/-rwxr-xr-x root\/root .*\/opt\/tool\/run\n/);
});

test('setuid and setgid go, and a folder is open to all', async () => {
  scratch.put('files/tool-1.0/bin/raised', '#!/bin/sh\n', 0o6755);
  tar('it', '--mode=u=rwxs,g=s,o=', '-C', at('files'), 'tool-1.0/bin');
  const image = await build(oneStep('{take: {from: it, path: tool-1.0/bin, to: /usr/lib/tool}}'));
  const listed = listing(image);
  expect(listed).toMatch(/\/usr\/lib\/tool\/raised\n/);
  expect(listed.match(/^\S*s\S* /gim)).toBeNull();
  expect(listed).toMatch(/^drwxr-xr-x root\/root .*\/usr\/lib\/tool\n/m);
});

test('two sources of one name are two', async () => {
  for (const folder of ['a', 'b']) {
    scratch.put(`${folder}/x`, folder);
    run('tar', ['-czf', at(`${folder}/it.tgz`), '-C', at(folder), 'x']);
  }
  const sources = 'sources: {a: {file: a/it.tgz}, b: {file: b/it.tgz}}';
  const steps = ['a', 'b'].map((one) => `{take: {from: ${one}, path: x, to: /usr/${one}}}`).join(', ');
  const image = await build(`${head}${sources}\nsteps: [${steps}]\n`);
  expect(textIn(image, 'usr/a') + textIn(image, 'usr/b')).toBe('ab');
});

test('a file of more than 2 GiB is one', async () => {
  const size = 2 * 1024 ** 3 + 1;
  scratch.put('it', '');
  truncateSync(at('it'), size);
  const image = await build(oneStep('{take: {from: it, to: /usr/it}}'), { packing: 'zstd' });
  expect(listing(image)).toMatch(new RegExp(`-rwxr-xr-x root/root +${size} .*/usr/it\n`));
});

test('a command changes what the steps before it made, the same way each time', async () => {
  const yaml = `${head}steps:
  - file: {at: /usr/share/tool/text, content: some text, mode: '0600'}
  - file: {at: /usr/bin/tool, content: x, mode: '0755'}
  - run: [gzip, usr/share/tool/text]
  - run: [sh, -c, 'ln -s tool usr/bin/t; mkdir -p usr/lib/systemd/system; echo "[Unit]" >usr/lib/systemd/system/t.service']
  - link: {at: /usr/bin/u, to: t}
`;
  const image = await build(yaml);
  const listed = listing(image);
  for (const path of ['text.gz', 'bin/tool', 'bin/t -> tool', 'bin/u -> t']) expect(listed).toContain(path);
  expect(listed).not.toMatch(/text$/m);
  expect(textIn(image, 'usr/lib/extension-release.d/extension-release.tool')).toContain('EXTENSION_RELOAD_MANAGER=1');
  expect(ran).toMatchObject([
    [expect.any(String), 'gzip', 'usr/share/tool/text'],
    [expect.any(String), 'sh', '-c', /ln/],
  ]);
  expect(readFileSync(await build(yaml, { image: 'again.raw' })).equals(readFileSync(image))).toBe(true);
});
