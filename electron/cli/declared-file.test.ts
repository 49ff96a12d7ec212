/** A tree of files against a file that declares it, in one process. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import type { Host } from '../hosts/host.ts';
import type { Session } from '../session/session.ts';
import { compareWithFile, differencesText } from './declared-file.ts';

let tree: Scratch;
let session: Session;
let host: Host;

beforeEach(async () => {
  tree = makeScratch('declared');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(tree, 'var/lib/extensions', 'tool', 'ID=_any\nSYSEXT_VERSION_ID=1.0\n');
  ({ session, host } = await openSession(tree, tree.path));
});
afterEach(() => {
  session.close();
  tree.remove();
});

const compare = (...lines: readonly string[]) => {
  tree.put('host.yaml', ['veneer: 1', ...lines, ''].join('\n'));
  return compareWithFile(session, host, join(tree.path, 'host.yaml'));
};

test('what is so is no difference; what is not is told in a table', async () => {
  const same = await compare('extensions: [{name: tool, version: "1.0"}]', 'masks: [{name: nobody}]');
  expect(same.differences).toEqual([]);
  const other = await compare(
    'extensions: [{name: tool, version: "2.0", enabled: false}, {name: more}]',
    "remotes: [{name: mine, url: 'https://example.org/x'}]",
    'boot: {sysext: true}',
  );
  expect(other.differences.map(({ what, name }) => [what, name])).toEqual([
    ['remote', 'mine'],
    ['version', 'tool'],
    ['enabled', 'tool'],
    ['extension', 'more'],
  ]);
  // Whether a tree is merged at boot is not told.
  expect(other.unknown.map(({ text }) => text)).toEqual([expect.stringContaining('sysext')]);
  expect(differencesText(other)).toMatch(/^version +sysext +tool +2\.0 +1\.0$/m);
  // As it would be kept.
  expect(other.declared.remotes).toMatchObject([{ url: 'https://example.org/x/' }]);
});

test('a file that is not there, and a remote that is none, are refused', async () => {
  await expect(compareWithFile(session, host, join(tree.path, 'nothing.yaml'))).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(compare("remotes: [{name: mine, url: 'ftp://example.org'}]")).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('line 2'),
  });
});
