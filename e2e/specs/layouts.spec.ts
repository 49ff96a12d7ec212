/**
 * Every layout in which images of extensions are kept, through updates, going back and deleting old versions on the command
 * line: each stays as it is, and nothing is moved from one into another. Without systemd-sysupdate.
 */

import { lstatSync, readdirSync, readFileSync, readlinkSync, utimesSync } from 'node:fs';
import { machine } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { versionByHash } from '../../shared/images/hash-version.ts';
import { ERROR_CODES, SOMETHING_NEW } from '../../shared/model/errors.ts';
import { architectureFromUname } from '../../shared/systemd/architecture.ts';
import { contentOfAnswer } from '../harness/answers.ts';
import { serveFolder } from '../harness/nginx.ts';
import { hashOf, imageOf, writeSums } from '../harness/remotes.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { storedIn } from '../harness/stored-images.ts';
import { fedoraTransfer, linkIn } from '../harness/trees/flat.ts';
import { openTree, type Tree } from '../shells/tree.ts';

const HERE = architectureFromUname(machine());

interface Host {
  readonly scratch: Scratch;
  readonly tree: string;
  /** Of the server. */
  readonly url: string;
  readonly veneer: Tree['veneer'];
  rows(): Record<string, unknown>[];
}

const test = base.extend<{ host: Host }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  host: async ({}, use) => {
    const scratch = makeScratch('layouts');
    scratch.put('tree/usr/lib/os-release', 'ID=fedora\nVERSION_ID=43\n');
    scratch.put('served/SHA256SUMS', '');
    const web = await serveFolder(scratch, 'served');
    const { path: tree, veneer, close } = await openTree(scratch);
    const rows = () => contentOfAnswer(veneer('update', '--check', '--json').stdout) as Record<string, unknown>[];
    await use({ scratch, tree, url: web.url, veneer, rows });
    close();
    await web.stop();
    scratch.remove();
  },
});

/** An image of the extension; without a version it differs by what is in it. */
const image = (scratch: Scratch, version: string, hasVersion: boolean) =>
  imageOf(scratch, {
    name: 'tool',
    release: `ID=_any\n${hasVersion ? 'SYSEXT_VERSION_ID' : 'X_CONTENT'}=${version}.0\n`,
  });

interface Layout {
  readonly title: string;
  /** What is served, by the number of the version. */
  readonly served: (version: string) => string;
  readonly link: string;
  /** Puts the first version there, and what else it takes. */
  readonly setUp: (host: Host, first: Buffer) => void;
  /** The folder of the versions, and how they are called there once Veneer has installed the second. */
  readonly folder: string;
  readonly stored: (version: string, bytes: Buffer) => string;
  readonly hasVersion: boolean;
  /** From a remote that a person names, for nobody knows from where the first came. */
  readonly isFromRemote: boolean;
  /** What lies beside them and is of another name. */
  readonly others?: readonly string[];
}

const FLATCAR = (url: string) => `[Transfer]
Verify=false
[Source]
Type=url-file
Path=${url}
MatchPattern=tool-@v-%a.raw
[Target]
InstancesMax=3
Type=regular-file
Path=/opt/extensions/tool
CurrentSymlink=/etc/extensions/tool.raw
`;

const LAYOUTS: readonly Layout[] = [
  {
    title: 'Flatcar: a folder for each name below /opt, links in /etc',
    served: (version) => `tool-${version}.0-${HERE}.raw`,
    link: 'etc/extensions/tool.raw',
    setUp({ scratch, url }, first) {
      scratch.put(`tree/opt/extensions/tool/tool-1.0-${HERE}.raw`, first);
      linkIn(scratch, 'tree/etc/extensions/tool.raw', `/opt/extensions/tool/tool-1.0-${HERE}.raw`);
      scratch.put('tree/etc/sysupdate.tool.d/tool.conf', FLATCAR(url));
    },
    folder: 'opt/extensions/tool',
    stored: (version) => `tool-${version}.0-${HERE}.raw`,
    hasVersion: true,
    isFromRemote: false,
  },
  {
    title: 'Fedora: all names side by side',
    served: (version) => `tool-${version}.0-43-${HERE}.raw`,
    link: 'var/lib/extensions/tool.raw',
    setUp({ scratch, url }, first) {
      scratch.put(`tree/var/lib/extensions.d/tool-1.0-43-${HERE}.raw`, first);
      scratch.put(`tree/var/lib/extensions.d/tool-1.35-1.35.4-43-${HERE}.raw`, 'another');
      linkIn(scratch, 'tree/var/lib/extensions/tool.raw', `../extensions.d/tool-1.0-43-${HERE}.raw`);
      scratch.put('tree/etc/sysupdate.tool.d/tool.transfer', fedoraTransfer('tool', url));
      scratch.put('tree/etc/sysupdate.tool-1.35.d/tool-1.35.transfer', fedoraTransfer('tool-1.35', url));
    },
    folder: 'var/lib/extensions.d',
    stored: (version) => `tool-${version}.0-43-${HERE}.raw`,
    hasVersion: true,
    isFromRemote: false,
    others: [`tool-1.35-1.35.4-43-${HERE}.raw`],
  },
  {
    title: 'a plain file with a version inside, which is kept once a link has to be there',
    served: (version) => `tool-${version}.0.raw`,
    link: 'var/lib/extensions/tool.raw',
    setUp: ({ scratch }, first) => scratch.put('tree/var/lib/extensions/tool.raw', first),
    folder: 'var/lib/extensions.d/tool',
    stored: (version) => `tool-${version}.0.raw`,
    hasVersion: true,
    isFromRemote: true,
  },
  {
    title: 'a plain file without any version, told by its hash',
    served: () => 'tool.raw',
    link: 'var/lib/extensions/tool.raw',
    setUp: ({ scratch }, first) => scratch.put('tree/var/lib/extensions/tool.raw', first),
    folder: 'var/lib/extensions.d/tool',
    stored: (_, bytes) => `tool-${versionByHash(hashOf(bytes))}.raw`,
    hasVersion: false,
    isFromRemote: true,
  },
];

for (const { title, served, link, setUp, folder, stored, hasVersion, isFromRemote, others = [] } of LAYOUTS) {
  test(title, ({ host }) => {
    const { scratch, tree, url, veneer, rows } = host;
    const [first, second] = [image(scratch, '1', hasVersion), image(scratch, '2', hasVersion)];
    const [old, current] = [stored('1', first), stored('2', second)];
    const leadsTo = () => basename(readlinkSync(join(tree, link)));
    const versions = () => storedIn(join(tree, folder)).filter((one) => !others.includes(one));
    setUp(host, first);
    scratch.put(`served/${served('1')}`, first);
    writeSums(scratch, 'served');
    if (isFromRemote) expect(veneer('remote', 'add', 'smithy', url)).toMatchObject({ status: 0 });
    const named = isFromRemote ? ['--remote', 'smithy'] : [];

    // What is served is what is there.
    expect(rows().filter(({ newest, elsewhere }) => newest !== null || (elsewhere as unknown[]).length > 0)).toEqual(
      [],
    );
    scratch.put(`served/${served('2')}`, second);
    writeSums(scratch, 'served');
    // To nginx two lists of one size and one second are the same (its ETag is made of both).
    const later = new Date(Date.now() + 5000);
    utimesSync(join(scratch.path, 'served/SHA256SUMS'), later, later);
    const inode = isFromRemote ? null : lstatSync(join(tree, folder, old)).ino;
    expect(veneer('update', 'tool', ...named, '--check')).toMatchObject({ status: SOMETHING_NEW });
    const updated = veneer('update', 'tool', ...named, '--keep', '1');
    expect(updated, updated.stderr).toMatchObject({ status: 0 });
    expect(leadsTo()).toBe(current);
    expect(dirname(readlinkSync(join(tree, link)))).toBe(`/${folder}`);
    expect(versions()).toEqual([current, old].sort());
    if (inode !== null) expect(lstatSync(join(tree, folder, old)).ino).toBe(inode);
    const asked = veneer('update', '--check');
    expect(asked, asked.stdout).toMatchObject({ status: 0 });

    // Of two hashes none is the older one, so that version is named.
    const wanted = hasVersion ? [] : [versionByHash(hashOf(first))];
    expect(veneer('rollback', 'tool', ...wanted)).toMatchObject({ status: 0 });
    expect(leadsTo()).toBe(old);
    expect(readFileSync(join(tree, folder, old)).equals(first)).toBe(true);
    expect(versions()).toEqual([current, old].sort());
    expect(veneer('vacuum', 'tool', '--keep', '0')).toMatchObject({ status: 0 });
    expect(versions()).toEqual([old]);
    expect(readdirSync(join(tree, folder))).toEqual(expect.arrayContaining([...others]));
  });
}

test('what sysextmgr keeps is shown and left to it', ({ host: { scratch, tree, url, veneer, rows } }) => {
  const image1 = image(scratch, '1', true);
  scratch.put('tree/var/lib/sysext-store/tool-1.0.x86-64.raw', image1);
  linkIn(scratch, 'tree/etc/extensions/tool.raw', '/var/lib/sysext-store/tool-1.0.x86-64.raw');
  scratch.put('served/tool-2.0.raw', image(scratch, '2', true));
  writeSums(scratch, 'served');
  expect(veneer('remote', 'add', 'smithy', url)).toMatchObject({ status: 0 });
  expect(rows()).toMatchObject([
    {
      name: 'tool',
      way: 'none',
      newest: '2.0',
      problem: {
        message: 'tool is kept by sysextmgr, so Veneer does not update it.',
        nextStep: 'Update it with: sysextmgrcli update',
      },
    },
  ]);
  const updated = veneer('update', 'tool');
  expect(updated.stderr).toContain('tool is kept by sysextmgr, so Veneer does not update it.');
  const back = veneer('rollback', 'tool');
  expect(back).toMatchObject({ status: ERROR_CODES['not-found'].exitCode });
  expect(back.stderr).toContain('sysextmgr keeps it: it goes back with the snapshot of the OS.');
  expect(veneer('vacuum', 'tool', '--keep', '0').status).not.toBe(0);
  expect(readdirSync(join(tree, 'var/lib/sysext-store'))).toEqual(['tool-1.0.x86-64.raw']);
  expect(readdirSync(join(tree, 'etc/extensions'))).toEqual(['tool.raw']);
});

test('a packed one without a version is not called up to date before it is known', ({
  host: { scratch, url, veneer, rows },
}) => {
  scratch.put('tree/var/lib/extensions/tool.raw', image(scratch, '1', false));
  scratch.put('served/tool.raw.xz', 'packed');
  writeSums(scratch, 'served');
  expect(veneer('remote', 'add', 'smithy', url)).toMatchObject({ status: 0 });
  expect(rows()).toMatchObject([{ name: 'tool', newest: null, way: 'none', problem: { id: 'newer-untold' } }]);
  const updated = veneer('update');
  expect(updated.stdout).toBe('Nothing newer is known.\n');
  expect(updated.stderr).toContain('Whether smithy has another tool is not known');
});
