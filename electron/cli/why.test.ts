/** why and versions, from the program itself. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programFile } from '../../e2e/harness/program-files.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';

let scratch: Scratch;
let tree: string;
beforeAll(() => {
  scratch = makeScratch('why');
  tree = join(scratch.path, 'tree');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  const put = (name: string, release: string) => putExtension(scratch, 'tree/var/lib/extensions', name, release);
  put('ready', 'ID=_any\n');
  put('other', 'ID=fedora\nVERSION_ID=41\n');
  put('masked', 'ID=_any\n');
  mkdirSync(join(tree, 'etc/extensions/masked'), { recursive: true });
  for (const version of ['1.0', '2.0', '10.0']) {
    const folder = `tree/var/lib/extensions/tool.v/tool_${version}`;
    scratch.put(
      `${folder}/usr/lib/extension-release.d/extension-release.tool`,
      `ID=_any\nSYSEXT_VERSION_ID=${version}\n`,
    );
  }
  scratch.put('tree/var/lib/veneer/pins/sysext-tool.json', '{"version":"2.0","held":false}\n');
});
afterAll(() => scratch.remove());

function veneer(...args: string[]) {
  const command = [fileURLToPath(programFile('cli')), ...args, '--root', tree, '--as-systemd', '257'];
  const env = { PATH: process.env['PATH'], HOME: scratch.path, LC_ALL: 'C' };
  return spawnSync(process.execPath, command, { encoding: 'utf8', env });
}

test.each([
  ['ready', () => `ready is not merged. It fits any OS. To have it merged: veneer refresh --root ${tree}\n`],
  ['other', () => 'other is not merged. It was built for fedora, this host is debian.\n'],
  [
    'masked',
    () =>
      `masked is not merged. Disabled by the mask /etc/extensions/masked. To have it merged: veneer enable masked --now --root ${tree}\n`,
  ],
])('why %s', (name, expected) => expect(veneer('why', name)).toMatchObject({ status: 0, stdout: expected() }));

test('a slip of the pen', () => {
  expect(veneer('why', 'raedy')).toMatchObject({ status: 3, stderr: expect.stringContaining('Did you mean ready?') });
});

test('every version that is known, the newest first', () => {
  const { stdout, status } = veneer('versions', 'tool', '--json');
  expect(status).toBe(0);
  const { versions } = JSON.parse(stdout) as { versions: readonly { version: string }[] };
  expect(versions.map(({ version }) => version)).toEqual(['10.0', '2.0']);
  expect(versions).toMatchObject([{ isCurrent: true }, { isPinned: true }]);
});
