/** Images on a host whose getfattr is missing or does not work, in a mount namespace of the test's own. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { programFile } from '../harness/program-files.ts';
import { imageOf } from '../harness/remotes.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';

const CLI = fileURLToPath(programFile('cli'));
const GETFATTR = '/usr/bin/getfattr';
const EXTENSIONS = 'tree/var/lib/extensions';

let namespace: MountNamespace;
let scratch: Scratch;
beforeEach(async () => {
  namespace = await openMountNamespace();
  scratch = makeScratch('without-getfattr');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(scratch, EXTENSIONS, 'folder', 'ID=_any\n');
});
afterEach(() => {
  namespace.close();
  scratch.remove();
});

function veneer(...args: string[]): string {
  const root = join(scratch.path, 'tree');
  const { status, output } = namespace.run(process.execPath, '--no-warnings', CLI, ...args, '--root', root);
  expect(status, output).toBe(0);
  return output;
}

interface Listed {
  readonly extensions: readonly {
    readonly name: string;
    readonly verdict: { readonly compatible: boolean | null; readonly code: string; readonly message: string };
  }[];
}

const verdicts = () =>
  Object.fromEntries(
    (JSON.parse(veneer('list', '--json')) as Listed).extensions.map(({ name, verdict }) => [name, verdict]),
  );

test('where it is missing, verdicts stay as they are, and the host says what they leave out', () => {
  // No regular file stands there any more.
  expect(namespace.run('mount', '--bind', '/dev/null', GETFATTR).output).toBe('');
  const note = 'note: Extended attributes of images cannot be read here: a root hash in one';
  expect(veneer('list')).not.toContain(note);
  scratch.put(`${EXTENSIONS}/tool.raw`, imageOf(scratch, { name: 'tool' }));
  expect(veneer('list')).toContain(note);
  expect(veneer('status')).toContain(note);
  expect(verdicts()).toMatchObject({ tool: { compatible: true }, folder: { compatible: true } });
});

test('where it does not work, the verdict on an image is unknown, and that on a folder is not', () => {
  scratch.put(`${EXTENSIONS}/tool.raw`, imageOf(scratch, { name: 'tool' }));
  expect(verdicts()).toMatchObject({ tool: { compatible: true } });
  scratch.put('no-program', '');
  expect(namespace.run('mount', '--bind', join(scratch.path, 'no-program'), GETFATTR).output).toBe('');
  expect(verdicts()).toMatchObject({
    tool: { compatible: null, code: 'xattr-unknown', message: expect.stringContaining('package attr') },
    folder: { compatible: true },
  });
  expect(veneer('list')).not.toContain('note: Extended attributes');
});
