/** What the base has beside a file of an extension, on a real tree. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import { readBaseFile } from '../extensions/base-file.ts';
import { readSystem } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import type { Session } from '../session/session.ts';
import type { Host } from './host.ts';

const ID = 'sysext:/var/lib/extensions/tool';

let scratch: Scratch;
let session: Session;
let host: Host;
beforeEach(async () => {
  scratch = makeScratch('base-file');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(scratch, 'tree/var/lib/extensions', 'tool', 'ID=_any\n');
  for (const name of ['text', 'bytes', 'large', 'link', 'folder', 'only-here'])
    scratch.put(`tree/var/lib/extensions/tool/usr/share/${name}`, 'of the extension\n');
  scratch.put('tree/usr/share/text', 'of the OS\n');
  scratch.put('tree/usr/share/bytes', Buffer.from([0, 1, 2]));
  scratch.put('tree/usr/share/large', 'line\n'.repeat(300_000));
  scratch.put('tree/usr/share/secret', 'nothing of any extension\n');
  symlinkSync('text', join(scratch.path, 'tree/usr/share/link'));
  mkdirSync(join(scratch.path, 'tree/usr/share/folder'));
  ({ session, host } = await openSession(scratch, join(scratch.path, 'tree')));
});
afterEach(() => {
  session.close();
  scratch.remove();
});

const base = (name: string) => host.baseFile(ID, `usr/share/${name}`, null);

test('a text is there to be compared, of anything else its size and hash, and of a long one the first part', async () => {
  const path = (name: string) => `usr/share/${name}`;
  expect(await base('text')).toEqual({
    content: { path: path('text'), size: 10, text: 'of the OS\n', truncated: false, sha256: null },
    reason: null,
  });
  // As sha256sum(1) prints it.
  const sha256 = 'ae4b3280e56e2faf83f414a6e3dabe9d5fbe18976544c05fed121accb85b53fc';
  expect(await base('bytes')).toMatchObject({ content: { size: 3, text: null, sha256 } });
  const { content } = await base('large');
  expect(content).toMatchObject({ size: 1_500_000, truncated: true });
  expect(content?.text).toHaveLength(1024 * 1024);
});

test('what is no file of the base is said', async () => {
  for (const [name, id] of [
    ['link', 'extension.base-file-is-link'],
    ['folder', 'extension.base-has-no-regular-file'],
    ['only-here', 'extension.base-has-no-such-file'],
  ])
    expect(await base(name ?? ''), name).toMatchObject({ content: null, reason: { id } });
});

test('of the base nothing is read that the extension does not have', async () => {
  for (const path of ['usr/share/secret', '../../../../etc/hostname', 'usr/share/../share/secret'])
    await expect(host.baseFile(ID, path, null), path).rejects.toMatchObject({ code: 'not-found' });
});

test('under a merge it is unknown, for what is seen there is the merge', async () => {
  const target = { root: join(scratch.path, 'tree'), asSystemd: 257, mounts: ownMounts(join(scratch.path, 'tree')) };
  const system = await readSystem(target, null);
  const merged = { ...system, hierarchies: system.hierarchies.map((one) => ({ ...one, merged: true })) };
  const extension = system.extensions.find(({ id }) => id === ID);
  if (extension === undefined) throw new Error('the extension is not there');
  expect(await readBaseFile(target, merged, extension, 'usr/share/text')).toMatchObject({
    content: null,
    reason: { id: 'extension.base-file-lies-under-merge' },
  });
  scratch.put('tree/var/lib/extensions/tool/etc/passwd', 'what no merge takes into /etc\n');
  await expect(readBaseFile(target, system, extension, 'etc/passwd')).rejects.toMatchObject({ code: 'invalid-input' });
});
