import { mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import {
  FOR_OS,
  forOsFileName,
  forOsInstance,
  forOsText,
  osFolderName,
  osIdentity,
  osTitle,
  parseForOs,
  parseForOsFileName,
  parseOsFolderName,
} from './for-os.ts';

/** Whatever systemd takes for a name, though some of them fail every merge. */
const NAMES = ['tool', 'a b', '100%', '%w', 'a\\x20b', '"q"', "it's", 'ä–x', '*', '[a]?', ' lead', '-', '.dot', 'a:b'];

test.each(NAMES)('systemd-tmpfiles makes the links of %j, and the file is read back', (name) => {
  const tree = makeScratch('for-os');
  try {
    const os = { id: 'debian', version: '13' };
    const target = `/var/lib/extensions.d/${name}/${name}-1.0-x86-64.raw`;
    mkdirSync(join(tree.path, 'var/lib/extensions'), { recursive: true });
    symlinkSync('/elsewhere', join(tree.path, 'var/lib/extensions', `${name}.raw`));
    const text = forOsText(os, 'sysext', name, target);
    tree.put(`conf/${forOsFileName('sysext', name)}`, text);
    run('systemd-tmpfiles', [
      '--create',
      `--root=${tree.path}`,
      join(tree.path, 'conf', forOsFileName('sysext', name)),
    ]);
    expect(readdirSync(join(tree.path, 'var/lib/extensions'))).toEqual([`${name}.raw`]);
    expect(readlinkSync(join(tree.path, 'var/lib/extensions', `${name}.raw`))).toBe(target);
    expect(readlinkSync(join(tree.path, FOR_OS, 'now', `sysext-${name}`))).toBe('../debian:13');
    expect(parseForOs(text, 'sysext')).toBe(target);
    expect(parseForOsFileName(forOsFileName('sysext', name))).toEqual({ class: 'sysext', name });
  } finally {
    tree.remove();
  }
});

test('a name becomes the instance that systemd-escape makes of it', () => {
  const escaped = run('systemd-escape', ['--template=veneer-sysext-for-os@.service', '--', ...NAMES]);
  // Blanks part them in its answer, and are escaped in each.
  expect(NAMES.map((name) => forOsInstance('sysext', name))).toEqual(escaped.trim().split(' '));
});

test('a release is known by ID and VERSION_ID, as os-release(5) has them, and by nothing else', () => {
  const of = (fields: Record<string, string>) => osIdentity(new Map(Object.entries(fields)));
  expect(of({ ID: 'fedora', VERSION_ID: '43' })).toEqual({ id: 'fedora', version: '43' });
  expect(of({ ID: 'arch' })).toEqual({ id: 'arch', version: null });
  expect(of({ ID: 'arch', VERSION_ID: '' })).toEqual({ id: 'arch', version: null });
  for (const odd of ['../x', 'a/b', 'a:b', 'A', '%w', 'a b', '.', 'a'.repeat(65), 'ä', '-a']) {
    expect(of({ ID: odd, VERSION_ID: '1' }), odd).toBeNull();
    expect(of({ ID: 'a', VERSION_ID: odd }), odd).toBeNull();
  }
  expect(of({ VERSION_ID: '1' })).toBeNull();
  for (const os of [
    { id: 'a-b', version: 'c' },
    { id: 'a', version: 'b-c' },
    { id: 'a', version: null },
  ]) {
    expect(parseOsFolderName(osFolderName(os))).toEqual(os);
  }
  expect([osTitle({ id: 'a', version: null }), osTitle({ id: 'a', version: '1' })]).toEqual(['a', 'a 1']);
  for (const none of ['now', 'a', 'a:b:c', ':1', '..:1', '']) expect(parseOsFolderName(none)).toBeNull();
});

test('a file that leads out of the store is none of ours', () => {
  const text = (target: string) => forOsText({ id: 'a', version: '1' }, 'sysext', 'tool', target);
  expect(parseForOs(text('/etc/shadow'), 'sysext')).toBeNull();
  expect(parseForOs(text('/var/lib/extensions.d/tool/tool-1.raw'), 'confext')).toBeNull();
  expect(parseForOs('', 'sysext')).toBeNull();
});
