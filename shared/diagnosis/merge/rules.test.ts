/** Rules as functions of facts; that the facts lead to these ends is shown by e2e/live and the booted systems. */

import { describe, expect, test } from 'vitest';
import { FOLDER, facts, layer, survey, told } from '../../../e2e/harness/merge-facts.ts';
import { foreignText } from '../../messages/message.ts';
import type { Diagnosis } from '../../model/diagnosis.ts';
import { worstFirst } from '../worst-first.ts';
import { boundFound, diagnoseMerge } from './diagnose-merge.ts';
import type { BaseEntry, Survey } from './facts.ts';

describe('what takes the place of what', () => {
  test('folders of a folder are merged, and nothing is said', () => {
    const own = survey({ usr: 'folder', 'usr/bin': 'folder', 'usr/bin/a': 'file' });
    expect(diagnoseMerge(facts({ layers: [layer('a', own)], base: { usr: FOLDER, 'usr/bin': FOLDER } }))).toEqual([]);
  });

  test('a hierarchy that is a link somewhere is followed by systemd, and no danger', () => {
    const own = survey({ opt: 'symlink' });
    expect(diagnoseMerge(facts({ layers: [layer('a', own)], base: { opt: FOLDER } }))).toEqual([]);
  });

  test('between two extensions, the upper one is told, and of whom it hides what', () => {
    const lower = layer('a', survey({ usr: 'folder', 'usr/x': 'symlink', 'usr/y': 'folder' }));
    const upper = layer('b', survey({ usr: 'folder', 'usr/x': 'folder', 'usr/y': 'file' }));
    const found = diagnoseMerge(facts({ layers: [lower, upper] }));
    expect(told(found)).toEqual([
      ['b', 'hides-link', 'danger', 'usr/x'],
      ['b', 'hides-folder', 'danger', 'usr/y'],
    ]);
    for (const { message } of found) expect(message.text).toMatch(/of a[,. ]/);
  });

  test('an extension that could not be looked through is passed over, not taken for empty', () => {
    const upper = layer('b', survey({ 'usr/y': 'file' }));
    expect(told(diagnoseMerge(facts({ layers: [layer('a', null), upper], base: { 'usr/y': FOLDER } })))).toEqual([
      ['b', 'hides-folder', 'danger', 'usr/y'],
    ]);
  });
});

test('what the base has under a merge is told to be unknown, once', () => {
  const own = survey({ usr: 'folder', 'usr/a': 'folder', 'usr/b': 'file' });
  const base = { 'usr/a': { kind: 'unknown' }, 'usr/b': { kind: 'unknown' } } as const;
  expect(told(diagnoseMerge(facts({ layers: [layer('a', own)], base })))).toEqual([['a', 'base-unknown', 'note', '']]);
});

describe('rights of folders', () => {
  const rights = (mode: number, uid = 0, gid = 0): Survey => ({
    ...survey({}),
    folders: new Map([['usr/bin', { mode, uid, gid, opaque: false }]]),
  });
  const findOf = (own: Survey, entry: BaseEntry) =>
    told(diagnoseMerge(facts({ layers: [layer('a', own)], base: { 'usr/bin': entry } })));

  test('closed to others is a danger, another owner a warning, more rights none', () => {
    expect(findOf(rights(0o700), FOLDER)).toEqual([['a', 'folder-rights', 'danger', 'usr/bin']]);
    expect(findOf(rights(0o755, 1000, 1000), FOLDER)).toEqual([['a', 'folder-rights', 'warning', 'usr/bin']]);
    expect(findOf(rights(0o777), FOLDER)).toEqual([['a', 'folder-rights', 'warning', 'usr/bin']]);
    expect(findOf(rights(0o775), FOLDER)).toEqual([]);
    expect(findOf(rights(0o700), { kind: 'folder', rights: { mode: 0o700, uid: 0, gid: 0 } })).toEqual([]);
  });

  test('where a merge covers the base, a usual folder is held against what is usual', () => {
    expect(findOf(rights(0o700), { kind: 'folder', rights: null })).toEqual([
      ['a', 'folder-rights', 'danger', 'usr/bin'],
    ]);
  });

  test('of a folder that only the extension has, nothing is said', () => {
    expect(findOf(rights(0o700), { kind: 'absent' })).toEqual([]);
  });
});

describe('mounts below', () => {
  const found = (version: number, ...mountsBelow: string[]) => diagnoseMerge(facts({ version, mountsBelow }));

  test('vanish up to 256', () => {
    expect(told(found(252, '/usr/local'))).toEqual([[null, 'mounts-below', 'danger', '']]);
    expect(found(256, '/usr/local')[0]?.message.text).toContain('/usr/local');
  });

  test('end the merge of 257 to 261 where one lies in another, and are carried from 262 on', () => {
    expect(found(257, '/opt/a', '/usr/local')).toEqual([]);
    expect(found(257, '/opt/a', '/opt/ab')).toEqual([]);
    expect(found(257, '/opt/a', '/opt/a/b')[0]?.message.text).toContain('/opt/a/b');
    expect(found(261, '/opt/a', '/opt/a/b')).toHaveLength(1);
    expect(found(262, '/opt/a', '/opt/a/b')).toEqual([]);
  });
});

describe('caches', () => {
  const compiled = 'usr/share/glib-2.0/schemas/gschemas.compiled';
  const schema = 'usr/share/glib-2.0/schemas/org.x.gschema.xml';

  test('hide the one of the base, or of another extension', () => {
    const own = layer('a', survey({ [compiled]: 'file' }));
    expect(told(diagnoseMerge(facts({ layers: [own], base: { [compiled]: { kind: 'other' } } })))).toEqual([
      ['a', 'cache-hidden', 'danger', compiled],
    ]);
    const modules = 'usr/lib/modules/6.1/modules.dep';
    const two = ['a', 'b'].map((name) => layer(name, survey({ [modules]: 'file' })));
    expect(told(diagnoseMerge(facts({ layers: two })))).toEqual([['b', 'cache-hidden', 'danger', modules]]);
    expect(diagnoseMerge(facts({ layers: [own] }))).toEqual([]);
  });

  test('of the base know nothing of what an extension brings without one', () => {
    const own = layer('a', survey({ [schema]: 'file' }));
    const base = { [compiled]: { kind: 'other' } } as const;
    expect(told(diagnoseMerge(facts({ layers: [own], base })))).toEqual([['a', 'cache-outdated', 'warning', schema]]);
    // GSettings reads nothing else (glib-compile-schemas(1)).
    expect(told(diagnoseMerge(facts({ layers: [own] }))), 'a base without one').toEqual([
      ['a', 'cache-missing', 'warning', schema],
    ]);
    const whole = layer('b', survey({ [compiled]: 'file' }));
    expect(diagnoseMerge(facts({ layers: [own, whole] }))).toEqual([]);
  });

  // Where each program puts what it makes: gtk-update-icon-cache(1), update-desktop-database(1), update-mime-database(1),
  // systemd-hwdb(8), ldconfig(8), depmod(8).
  test.each([
    ['usr/share/icons/hicolor/48x48/apps/x.png', 'usr/share/icons/hicolor/icon-theme.cache'],
    ['usr/share/applications/x.desktop', 'usr/share/applications/mimeinfo.cache'],
    ['usr/share/mime/packages/x.xml', 'usr/share/mime/mime.cache'],
    ['usr/lib/udev/hwdb.d/60-x.hwdb', 'usr/lib/udev/hwdb.bin'],
    ['etc/udev/hwdb.d/60-x.hwdb', 'etc/udev/hwdb.bin'],
    ['etc/ld.so.conf.d/x.conf', 'etc/ld.so.cache'],
    ['usr/lib/modules/6.1/extra/x.ko.xz', 'usr/lib/modules/6.1/modules.dep'],
  ])('%s is not in the %s of the base', (source, cache) => {
    const own = layer('a', survey({ [source]: 'file' }));
    const ids = (base: string) => {
      const found = diagnoseMerge(facts({ layers: [own], base: { [base]: { kind: 'other' } } }));
      return found.map(({ id }) => id).filter((id) => id.startsWith('cache-'));
    };
    expect(ids(cache)).toEqual(['cache-outdated']);
    // Without depmod's list modprobe finds no module; the others are looked through, or not needed.
    expect(ids(`${cache}.other`)).toEqual(cache.endsWith('modules.dep') ? ['cache-missing'] : []);
  });
});

test('configuration: all of /etc turns read-only, and a confext in a sysext comes too late', () => {
  const own = layer('a', survey({ etc: 'folder', 'etc/x': 'file' }));
  const confext = { class: 'confext', layers: [own] } as const;
  expect(told(diagnoseMerge(facts({ ...confext, turnsReadOnly: true })))).toEqual([
    [null, 'etc-read-only', 'warning', ''],
  ]);
  expect(diagnoseMerge(facts(confext))).toEqual([]);
  expect(diagnoseMerge(facts({ class: 'confext', turnsReadOnly: true })), 'nothing to merge').toEqual([]);
  const inside = survey({
    'usr/lib/confexts': 'folder',
    'usr/lib/confexts/net.raw': 'file',
    'usr/lib/confexts/web': 'folder',
  });
  expect(told(diagnoseMerge(facts({ layers: [layer('a', inside)] })))).toEqual([
    ['a', 'confext-inside', 'warning', 'usr/lib/confexts/net.raw'],
    ['a', 'confext-inside', 'warning', 'usr/lib/confexts/web'],
  ]);
});

test('of many of a kind some are told, and how many more there are; the worst come first', () => {
  const one: Diagnosis = {
    id: 'whiteout',
    severity: 'danger',
    subject: { kind: 'extension', class: 'sysext', name: 'a', inside: '' },
    message: foreignText('Gone.'),
    ...{ reason: null, nextStep: null, fix: null, source: '' },
  };
  const few = boundFound(
    Array.from({ length: 25 }, (_, at) => ({ ...one, subject: { ...one.subject, inside: `usr/${at}` } })),
  );
  expect(few).toHaveLength(10);
  expect(few[9]?.message.text).toBe('Gone. There are 15 more like this.');
  const mixed = (['note', 'danger', 'warning'] as const).map((severity) => ({ ...one, severity }));
  expect(worstFirst(mixed).map(({ severity }) => severity)).toEqual(['danger', 'warning', 'note']);
});

test('what spoils something can be left out, where it is in a search directory already', () => {
  const own = survey({ 'usr/y': 'file' });
  const base = { 'usr/y': FOLDER };
  const changes = [{ verb: 'disable', class: 'sysext', name: 'a' }];
  expect(diagnoseMerge(facts({ layers: [layer('a', own)], base }))).toMatchObject([{ fix: { changes } }]);
  const coming = { ...layer('a', own), disable: 'not-needed' as const };
  expect(diagnoseMerge(facts({ layers: [coming], base }))).toMatchObject([{ id: 'hides-folder', fix: null }]);
});
