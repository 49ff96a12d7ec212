/** From where an installed image came: kept by who installed it, known to everybody after, and told by the exit code. */
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { ERROR_CODES, SOMETHING_NEW } from '../../shared/model/errors.ts';
import { contentOfAnswer } from '../harness/answers.ts';
import { serveFolder, type WebServer } from '../harness/nginx.ts';
import { hashOf, imageOf, writeSums } from '../harness/remotes.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { openTree, type Tree } from '../shells/tree.ts';

interface Host {
  readonly scratch: Scratch;
  readonly tree: string;
  readonly web: WebServer;
  readonly other: WebServer;
  readonly veneer: Tree['veneer'];
  publish(folder: string, version: string, release?: string): void;
}

const test = base.extend<{ host: Host }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  host: async ({}, use) => {
    const scratch = makeScratch('provenance');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    const publish = (folder: string, version: string, release = 'ID=_any\n') => {
      scratch.put(
        `${folder}/tool-${version}.raw`,
        imageOf(scratch, { name: 'tool', release: `${release}SYSEXT_VERSION_ID=${version}\n` }),
      );
      writeSums(scratch, folder);
    };
    publish('served', '1.0');
    publish('elsewhere', '99.0');
    const [web, other] = [await serveFolder(scratch, 'served'), await serveFolder(scratch, 'elsewhere')];
    const { path: tree, veneer, close } = await openTree(scratch);
    await use({ scratch, tree, web, other, veneer, publish });
    close();
    await web.stop();
    await other.stop();
    scratch.remove();
  },
});

const recordOf = (tree: string, version: string) =>
  JSON.parse(readFileSync(join(tree, `var/lib/extensions.d/tool/.origin:tool-${version}.raw.json`), 'utf8')) as unknown;

test('what one installed from a remote another keeps current from there alone', ({
  host: { scratch, tree, web, other, veneer, publish },
}) => {
  scratch.put('tool-0.9.raw', imageOf(scratch, { name: 'tool', release: 'ID=_any\nSYSEXT_VERSION_ID=0.9\n' }));
  expect(veneer('install', join(scratch.path, 'tool-0.9.raw'))).toMatchObject({ status: 0 });
  expect(veneer('inspect', 'tool').stdout).toMatch(/^From +a file, installed \w{3} 20[\d-]+ [\d:]+ \S+; \S.* by \S/m);
  veneer('remote', 'add', 'smithy', web.url);
  expect(veneer('update', 'tool', '--remote', 'smithy')).toMatchObject({ status: 0 });
  const address = `${web.url}tool-1.0.raw`;
  const sha256 = hashOf(readFileSync(join(scratch.path, 'served/tool-1.0.raw')));
  const origin = { remote: 'smithy', address, sha256, imageSha256: sha256, signedBy: null, signedAt: null };
  expect(recordOf(tree, '1.0')).toMatchObject({ version: 1, ...origin });
  expect(recordOf(tree, '0.9')).toMatchObject({ remote: null, address: null });
  const [listed] = (JSON.parse(veneer('list', '--json').stdout) as { extensions: unknown[] }).extensions;
  expect(listed).toMatchObject({ name: 'tool', origin });

  // Another user has nothing of the first one, and calls the server otherwise.
  rmSync(join(scratch.path, 'home'), { recursive: true });
  veneer('remote', 'add', 'forge', web.url);
  veneer('remote', 'add', 'zz-other', other.url);
  expect(veneer('update', '--check')).toMatchObject({ status: 0, stdout: expect.stringContaining('zz-other') });
  publish('served', '2.0');
  const check = veneer('update', '--check', '--json');
  expect(check).toMatchObject({ status: SOMETHING_NEW });
  expect(contentOfAnswer(check.stdout)).toMatchObject([
    { name: 'tool', source: 'forge', newest: '2.0', elsewhere: [{ remote: 'zz-other', version: '99.0' }] },
  ]);
  expect(veneer('update')).toMatchObject({ status: 0 });
  expect(recordOf(tree, '2.0')).toMatchObject({ remote: 'forge', address: `${web.url}tool-2.0.raw` });
  expect(veneer('update', '--check')).toMatchObject({ status: 0 });
});

test('a file that one downloaded came from there once it is installed; one that was changed is a file', ({
  host: { scratch, tree, web, veneer },
}) => {
  veneer('remote', 'add', 'smithy', web.url);
  expect(veneer('download', 'tool', '--output', join(scratch.path, 'down'))).toMatchObject({ status: 0 });
  renameSync(join(scratch.path, 'down/tool-1.0.raw'), join(scratch.path, 'moved.raw'));
  const changed = imageOf(scratch, { name: 'tool', release: 'ID=_any\nSYSEXT_VERSION_ID=1.0\nX_CHANGED=1\n' });
  scratch.put('changed.raw', changed);
  expect(veneer('install', join(scratch.path, 'changed.raw'), '--name', 'tool')).toMatchObject({ status: 0 });
  expect(recordOf(tree, '1.0')).toMatchObject({ remote: null, address: null, imageSha256: hashOf(changed) });
  expect(veneer('remove', '--purge', 'tool')).toMatchObject({ status: 0 });
  expect(veneer('install', join(scratch.path, 'moved.raw'), '--name', 'tool')).toMatchObject({ status: 0 });
  expect(recordOf(tree, '1.0')).toMatchObject({ remote: 'smithy', address: `${web.url}tool-1.0.raw`, signedBy: null });
});

test('a server that cannot be asked is named, and does not pass for nothing new', async ({
  host: { web, other, veneer },
}) => {
  veneer('remote', 'add', 'smithy', web.url);
  veneer('remote', 'add', 'zz-other', other.url);
  expect(veneer('update', '--check')).toMatchObject({ status: 0, stderr: '' });
  await other.stop();
  const partly = veneer('update', '--check');
  expect(partly.stderr).toBe('note: Offline: zz-other could not be reached, so what is new there is not known.\n');
  expect(partly).toMatchObject({ status: ERROR_CODES.partly.exitCode });
  await web.stop();
  const offline = veneer('update');
  expect(offline.stderr).toBe(
    'note: Offline: smithy, zz-other could not be reached, so what is new there is not known.\n',
  );
  expect(offline).toMatchObject({ status: ERROR_CODES.unreachable.exitCode, stdout: 'Nothing newer is known.\n' });
});
