/** The programs on the oldest Node that package.json promises, which is real: the lock file brings it as well. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zstdCompressSync } from 'node:zlib';
import { expect } from 'playwright/test';
import { contentOfAnswer } from '../harness/answers.ts';
import { serveFolder, type WebServer } from '../harness/nginx.ts';
import { imageOf, writeSums } from '../harness/remotes.ts';
import type { Scratch } from '../harness/scratch.ts';
import { storedIn } from '../harness/stored-images.ts';
import { addRemote, chooseToInstall, entry, view } from '../shells/catalog.ts';
import { test as base } from '../shells/sandbox.ts';
import { openTree } from '../shells/tree.ts';
import { confirmInstall, sheet } from '../shells/window.ts';

const PROJECT = new URL('../../', import.meta.url);
const OLDEST = fileURLToPath(new URL(`node_modules/node-oldest-linux-${process.arch}/bin/node`, PROJECT));

const test = base.extend<{ web: WebServer }>({
  /** Where an ordinary user may start it. */
  node: async ({ scratch }, use) => {
    const place = join(scratch.path, 'oldest-node');
    copyFileSync(OLDEST, place);
    await use(place);
  },
  web: async ({ scratch }, use) => {
    for (const version of ['1.0', '2.0']) putPacked(scratch, version);
    writeSums(scratch, 'served');
    const web = await serveFolder(scratch, 'served');
    await use(web);
    await web.stop();
  },
});

/** Packed with zstd, which the zlib of Node 20 does not have. */
function putPacked(scratch: Scratch, version: string): void {
  const image = imageOf(scratch, { name: 'tool', release: `ID=_any\nSYSEXT_VERSION_ID=${version}\n` });
  scratch.put(`served/tool-${version}-x86-64.raw.zst`, zstdCompressSync(image));
}

test('it is the one that package.json names', () => {
  const { engines } = JSON.parse(readFileSync(new URL('package.json', PROJECT), 'utf8')) as {
    readonly engines: { readonly node: string };
  };
  const said = spawnSync(OLDEST, ['--version'], { encoding: 'utf8' }).stdout.trim();
  expect(engines.node).toBe(`>=${said.slice(1)}`);
  const zlib = spawnSync(OLDEST, ['-p', 'typeof require("zlib").zstdCompressSync'], { encoding: 'utf8' });
  expect(zlib.stdout.trim()).toBe('undefined');
});

test('the command line finds, fetches, unpacks, installs and disables an image', async ({ scratch, node, web }) => {
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  const { path: tree, veneer, close } = await openTree(scratch, node ?? undefined);
  try {
    const answer = (...args: string[]) => {
      const { status, stdout, stderr } = veneer(...args, '--json');
      expect(status, `${args.join(' ')}: ${stderr}`).toBe(0);
      return contentOfAnswer(stdout);
    };
    expect(answer('remote', 'add', 'own', web.url)).toMatchObject({ status: 'current', count: 1 });
    expect(answer('download', 'tool=2.0', '--output', join(scratch.path, 'images'))).toMatchObject({
      release: { version: '2.0' },
    });
    const image = join(scratch.path, 'images/tool-2.0-x86-64.raw');
    expect(answer('install', image)).toMatchObject({ status: 'succeeded' });
    expect(storedIn(join(tree, 'var/lib/extensions.d/tool'))).toEqual(['tool-2.0.raw']);
    expect(answer('list')).toMatchObject({ extensions: [{ name: 'tool', version: '2.0' }] });
    expect(veneer('cat', 'tool', 'usr/share/tool').stdout).toContain('SYSEXT_VERSION_ID=2.0');
    expect(answer('disable', 'tool')).toMatchObject({ status: 'succeeded' });
  } finally {
    close();
  }
});

test('the window installs from a remote, by readers, a downloader and a helper of that Node', async ({
  page,
  scratch,
  sandbox,
  web,
}) => {
  // It would make every merge fail.
  rmSync(join(sandbox.tree, 'var/lib/extensions/broken.raw'));
  expect(readFileSync(`/proc/${sandbox.pid}/cmdline`, 'latin1')).toContain(join(scratch.path, 'oldest-node'));
  await view(page, 'Catalog').click();
  await addRemote(page, 'own', web.url);
  await expect(entry(page, 'tool')).toContainText('2.0');
  await chooseToInstall(page, 'tool', '2.0');
  await confirmInstall(page, 'merge');
  await expect(sheet(page)).toBeHidden();
  expect(sandbox.inside('usr/share/tool')).toContain('SYSEXT_VERSION_ID=2.0');
});
