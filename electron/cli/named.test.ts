/** What a word on the command line stands for: an extension of either class, a file, and what it cannot be. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programFile } from '../../e2e/harness/program-files.ts';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';

const MAIN = fileURLToPath(programFile('cli'));
let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('named');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  for (const name of ['conf', 'other', 'both']) {
    scratch.put(`tree/var/lib/confexts/${name}/etc/extension-release.d/extension-release.${name}`, 'ID=_any\n');
    scratch.put(`tree/var/lib/confexts/${name}/etc/shared.conf`, `of ${name}\n`);
  }
  putExtension(scratch, 'tree/var/lib/extensions', 'both', 'ID=_any\n', { 'usr/share/both': 'both\n' });
  scratch.put('tool 1.raw', 'what is packed');
  run('gzip', [join(scratch.path, 'tool 1.raw')]);
});
afterAll(() => scratch.remove());

function veneer(...words: string[]) {
  const args = [MAIN, ...words, '--root', join(scratch.path, 'tree')];
  const env = { PATH: process.env['PATH'], HOME: scratch.path, LC_ALL: 'C' };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8', cwd: scratch.path });
  return { status, stdout, stderr };
}

test('the name of a confext is found without its class, and that of both is asked about', () => {
  const as = ['--as-systemd', '257'];
  expect(veneer('cat', 'conf', 'etc/shared.conf', ...as)).toEqual({ status: 0, stdout: 'of conf\n', stderr: '' });
  expect(veneer('ls', 'conf', ...as).stdout).toContain(' etc/shared.conf\n');
  expect(veneer('ls', 'both', ...as)).toEqual({
    status: 2,
    stdout: '',
    stderr: 'veneer: Both a sysext and a confext are named both.\n  Say which with --class.\n',
  });
  expect(veneer('ls', 'both', '--class', 'sysext', ...as).stdout).toContain(' usr/share/both\n');
  expect(veneer('conflicts', ...as).stdout).toContain('/etc/shared.conf: both, conf, other; other wins\n');
});

test('the class of what stands at a path is told, as it is found in it', () => {
  for (const [path, found] of [
    ['./tree/var/lib/confexts/conf', 'confext'],
    ['./tree/var/lib/extensions/both', 'sysext'],
  ] as const) {
    const { status, stdout } = veneer('inspect', path, '--as-systemd', '257');
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Class +${found}$`, 'm'));
  }
});

test('of an address and of what is packed the way that works is named', () => {
  const { status, stderr } = veneer('install', 'https://example.org/images/tool-1.0.raw?x=1');
  expect(status).toBe(2);
  expect(stderr).toContain('(veneer remote add NAME https://example.org/images/)');
  const packed = veneer('install', 'tool 1.raw.gz');
  expect(packed.status).toBe(13);
  const [, command = ''] = /^ {2}Unpack it with: (.*)$/m.exec(packed.stderr) ?? [];
  expect(command).toBe("veneer unpack 'tool 1.raw.gz' 'tool 1.raw'");
  // systemd passes a file of such a name over.
  const inspected = veneer('inspect', './tool 1.raw.gz');
  expect(inspected.status).toBe(13);
  expect(inspected.stdout).toContain('gzip');
  expect(inspected.stdout).not.toContain('every merge');
});

test('a file in the place of what is there says so, and counts what it shares', () => {
  const many = (of: string) => Object.fromEntries([1, 2, 3, 4, 5, 6].map((at) => [`usr/share/many/${at}`, of]));
  putExtension(scratch, 'tree/var/lib/extensions', 'app', 'ID=_any\nSYSEXT_VERSION_ID=1.0\n', many('old'));
  putExtension(scratch, 'tree/var/lib/extensions', 'below', 'ID=_any\n', { 'usr/share/many/1': 'of both' });
  putExtension(scratch, 'new', 'app', 'ID=_any\nSYSEXT_VERSION_ID=2.0\n', { ...many('new'), 'usr/share/more': 'new' });
  putExtension(scratch, 'new', 'above', 'ID=_any\n', many('under all'));
  putExtension(scratch, 'new', 'lone', 'ID=_any\n', { 'usr/share/lone': 'lone' });
  const newer = veneer('inspect', './new/app').stdout;
  expect(newer).toContain('\nIt replaces app 1.0: 6 files are in both.\n');
  expect(newer).not.toMatch(/overrides .*app|hidden by app/);
  expect(newer).toContain('\n/usr/share/many/1 is hidden by below\n');
  expect(JSON.parse(veneer('inspect', './new/app', '--json').stdout)).toMatchObject({
    replaces: { name: 'app', version: '1.0', files: 6 },
    overlaps: [{ path: 'usr/share/many/1', overrides: [], hiddenBy: ['below'] }],
  });

  const other = veneer('inspect', './new/above').stdout;
  expect(other).not.toContain('replaces');
  const first = '/usr/share/many/1, /usr/share/many/2, /usr/share/many/3 and 3 more';
  expect(other).toContain(`\n6 files are hidden by app: ${first}\n`);
  expect(other).toContain('\n/usr/share/many/1 is hidden by below\n');

  expect(veneer('inspect', './new/lone').stdout).not.toMatch(/replaces|hidden|overrides/);
  // What is there already takes nobody's place.
  expect(veneer('inspect', './tree/var/lib/extensions/app').stdout).not.toContain('replaces');
});
