/** The rules as functions of facts; that the facts lead to these ends is shown by e2e/live/dangers.test.ts and the booted systems. */
import { describe, expect, test } from 'vitest';
import { rulesFor } from '../../../shared/systemd-rules.ts';
import { findDangers } from './dangers.ts';
import type { BaseEntry, Danger, Layer, MergeFacts, OtherKind, Survey } from './facts.ts';
import { bounded, worstFirst } from './facts.ts';

const OPEN = { mode: 0o755, uid: 0, gid: 0, opaque: false };

function survey(
  entries: Readonly<Record<string, OtherKind | 'folder' | 'opaque'>>,
  more: Partial<Survey> = {},
): Survey {
  const pairs = Object.entries(entries);
  const isFolder = (kind: string) => kind === 'folder' || kind === 'opaque';
  return {
    folders: new Map(
      pairs.filter(([, kind]) => isFolder(kind)).map(([path, kind]) => [path, { ...OPEN, opaque: kind === 'opaque' }]),
    ),
    others: new Map(pairs.filter(([, kind]) => !isFolder(kind)) as [string, OtherKind][]),
    programs: new Map(),
    wanted: new Map(),
    upheld: new Set(),
    fileSystems: [],
    hasVerity: false,
    markersKnown: true,
    ...more,
  };
}

const layer = (name: string, found: Survey | null, release: Layer['release'] = { ID: '_any' }): Layer => ({
  name,
  survey: found,
  release,
});

interface Given extends Partial<Omit<MergeFacts, 'base' | 'rules'>> {
  readonly base?: Readonly<Record<string, BaseEntry>>;
  readonly version?: number;
}

function facts({ base = {}, version = 257, ...given }: Given): MergeFacts {
  return {
    class: 'sysext',
    rules: rulesFor(version),
    architecture: 'x86-64',
    layers: [],
    kernel: { fileSystem: () => null, option: () => null },
    mountsBelow: [],
    startsServices: false,
    turnsReadOnly: false,
    base: {
      at: (path) => base[path] ?? { kind: 'absent' },
      names: (folder) =>
        Object.keys(base)
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => path.slice(folder.length + 1)),
    },
    ...given,
  };
}

const told = (found: readonly Danger[]) =>
  found.map(({ extension, kind, severity, path }) => [extension, kind, severity, path]);
const FOLDER: BaseEntry = { kind: 'folder', rights: OPEN };

describe('what takes the place of what', () => {
  test('folders of a folder are merged, and nothing is said', () => {
    const own = survey({ usr: 'folder', 'usr/bin': 'folder', 'usr/bin/a': 'file' });
    expect(findDangers(facts({ layers: [layer('a', own)], base: { usr: FOLDER, 'usr/bin': FOLDER } }))).toEqual([]);
  });

  test('a hierarchy that is a link somewhere is followed by systemd, and no danger', () => {
    const own = survey({ opt: 'symlink' });
    expect(findDangers(facts({ layers: [layer('a', own)], base: { opt: FOLDER } }))).toEqual([]);
  });

  test('between two extensions, the upper one is told, and of whom it hides what', () => {
    const lower = layer('a', survey({ usr: 'folder', 'usr/x': 'symlink', 'usr/y': 'folder' }));
    const upper = layer('b', survey({ usr: 'folder', 'usr/x': 'folder', 'usr/y': 'file' }));
    const found = findDangers(facts({ layers: [lower, upper] }));
    expect(told(found)).toEqual([
      ['b', 'hides-link', 'danger', 'usr/x'],
      ['b', 'hides-folder', 'danger', 'usr/y'],
    ]);
    for (const { message } of found) expect(message).toMatch(/of a[,. ]/);
  });

  test('an extension that could not be looked through is passed over, not taken for empty', () => {
    const upper = layer('b', survey({ 'usr/y': 'file' }));
    expect(told(findDangers(facts({ layers: [layer('a', null), upper], base: { 'usr/y': FOLDER } })))).toEqual([
      ['b', 'hides-folder', 'danger', 'usr/y'],
    ]);
  });
});

test('what the base has under a merge is told to be unknown, once', () => {
  const own = survey({ usr: 'folder', 'usr/a': 'folder', 'usr/b': 'file' });
  const base = { 'usr/a': { kind: 'unknown' }, 'usr/b': { kind: 'unknown' } } as const;
  expect(told(findDangers(facts({ layers: [layer('a', own)], base })))).toEqual([['a', 'base-unknown', 'note', '']]);
});

describe('rights of folders', () => {
  const rights = (mode: number, uid = 0, gid = 0): Survey => ({
    ...survey({}),
    folders: new Map([['usr/bin', { mode, uid, gid, opaque: false }]]),
  });
  const findOf = (own: Survey, entry: BaseEntry) =>
    told(findDangers(facts({ layers: [layer('a', own)], base: { 'usr/bin': entry } })));

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
  const found = (version: number, ...mountsBelow: string[]) => findDangers(facts({ version, mountsBelow }));

  test('vanish up to 256', () => {
    expect(told(found(252, '/usr/local'))).toEqual([[null, 'mounts-below', 'danger', '']]);
    expect(found(256, '/usr/local')[0]?.message).toContain('/usr/local');
  });

  test('end the merge of 257 to 261 where one lies in another, and are carried from 262 on', () => {
    expect(found(257, '/opt/a', '/usr/local')).toEqual([]);
    expect(found(257, '/opt/a', '/opt/ab')).toEqual([]);
    expect(found(257, '/opt/a', '/opt/a/b')[0]?.message).toContain('/opt/a/b');
    expect(found(261, '/opt/a', '/opt/a/b')).toHaveLength(1);
    expect(found(262, '/opt/a', '/opt/a/b')).toEqual([]);
  });
});

describe('programs for another machine', () => {
  const found = (architecture: string, ...machines: string[]) => {
    const programs = new Map(machines.map((machine) => [machine, { count: 12, example: `usr/bin/${machine}` }]));
    return findDangers(facts({ architecture, layers: [layer('a', survey({}, { programs }))] }));
  };

  test('are told once, with how many there are', () => {
    const [danger, ...more] = found('x86-64', 'arm64');
    expect(more).toEqual([]);
    expect(danger).toMatchObject({ severity: 'danger', path: 'usr/bin/arm64' });
    expect(danger?.message).toMatch(/^12 programs/);
  });

  test('beside programs of this one are a warning', () => {
    expect(told(found('x86-64', 'x86-64', 'arm64'))).toEqual([['a', 'foreign-machine', 'warning', 'usr/bin/arm64']]);
  });

  test('that a machine runs as well are none', () => {
    expect(found('x86-64', 'x86')).toEqual([]);
    expect(found('arm64', 'arm')).toEqual([]);
  });
});

describe('formats of the kernel', () => {
  const image = layer('a', survey({}, { fileSystems: [{ type: 'squashfs', compressors: ['zstd'] }], hasVerity: true }));
  const found = (fileSystem: boolean | null, options: Readonly<Record<string, boolean>>, version = 257) =>
    findDangers(
      facts({
        version,
        layers: [image],
        kernel: { fileSystem: () => fileSystem, option: (name) => options[name] ?? null },
      }),
    ).map(({ message }) => message);

  test('where nothing tells, nothing is said', () => {
    expect(found(null, {})).toEqual([]);
    expect(found(true, {})).toEqual([]);
  });

  test('a file system, a compressor and verity that it lacks end every merge', () => {
    expect(found(false, {})).toEqual(['This kernel cannot mount squashfs, so that every merge fails.']);
    expect(found(true, { SQUASHFS_ZSTD: true })).toEqual([]);
    expect(found(true, { SQUASHFS_ZSTD: false })).toEqual([
      'This kernel cannot read squashfs with zstd, so that every merge fails.',
    ]);
    expect(found(true, { DM_VERITY: false }, 257), 'taken unprotected').toEqual([]);
    expect(found(true, { DM_VERITY: false }, 262)).toHaveLength(1);
  });
});

describe('what the release file asks for', () => {
  const found = (version: number, release: Readonly<Record<string, string>>) =>
    findDangers(facts({ version, layers: [layer('a', survey({}), { ...release })] }));

  test('units that systemd restarts, from 262 on', () => {
    const release = {
      EXTENSION_RESTART_UNITS: 'ssh.service  cron.service',
      EXTENSION_RELOAD_OR_RESTART_UNITS: 'x.service',
    };
    expect(found(262, release).map(({ severity, message }) => [severity, message])).toEqual([
      ['warning', 'At every merge, refresh and unmerge systemd restarts ssh.service, cron.service.'],
      ['warning', 'At every merge, refresh and unmerge systemd reloads or restarts x.service.'],
    ]);
    expect(told(found(257, release))).toEqual([
      ['a', 'release-field', 'note', ''],
      ['a', 'release-field', 'note', ''],
    ]);
  });

  test('a reload is a boolean, from 255 on', () => {
    expect(found(257, { EXTENSION_RELOAD_MANAGER: 'yes' })).toEqual([]);
    expect(found(252, { EXTENSION_RELOAD_MANAGER: 'no' })).toEqual([]);
    expect(found(252, { EXTENSION_RELOAD_MANAGER: 'yes' })[0]?.message).toContain('255 does');
    expect(found(257, { EXTENSION_RELOAD_MANAGER: 'always' })[0]?.message).toContain('counts as no');
  });
});

describe('services at boot', () => {
  const wanted = new Map([
    ['a.service', { path: 'usr/lib/systemd/system/multi-user.target.wants/a.service', target: 'multi-user.target' }],
  ]);
  const upheld = new Set(['a.service']);
  const reload = { ID: '_any', EXTENSION_RELOAD_MANAGER: 'on' };
  const found = (given: Partial<Survey>, release: Layer['release'] = { ID: '_any' }, more: Given = {}) =>
    findDangers(facts({ layers: [layer('a', survey({}, given), release)], ...more })).filter(
      ({ kind }) => kind === 'not-started-at-boot',
    );

  test('are not started by a wants link, with or without a reload', () => {
    expect(found({ wanted })).toHaveLength(1);
    expect(found({ wanted }, reload)).toHaveLength(1);
    expect(found({ wanted })[0]?.message).toContain('veneer workaround on');
  });

  test('are started where they are upheld and systemd reads its units again, whoever asks for that', () => {
    expect(found({ upheld })).toHaveLength(1);
    expect(found({ upheld, wanted }, reload)).toEqual([]);
    const other = layer('b', survey({}), reload);
    expect(found({ upheld }, null, { layers: [layer('a', survey({}, { upheld }), null), other] })).toEqual([]);
    expect(found({ upheld }, reload, { version: 252 }), 'before 255 there is no reload').toHaveLength(1);
  });

  test('are started where a unit does it after the merge', () => {
    expect(found({ wanted, upheld }, null, { startsServices: true })).toEqual([]);
  });
});

describe('caches', () => {
  const compiled = 'usr/share/glib-2.0/schemas/gschemas.compiled';
  const schema = 'usr/share/glib-2.0/schemas/org.x.gschema.xml';

  test('hide the one of the base, or of another extension', () => {
    const own = layer('a', survey({ [compiled]: 'file' }));
    expect(told(findDangers(facts({ layers: [own], base: { [compiled]: { kind: 'other' } } })))).toEqual([
      ['a', 'cache', 'danger', compiled],
    ]);
    const modules = 'usr/lib/modules/6.1/modules.dep';
    const two = ['a', 'b'].map((name) => layer(name, survey({ [modules]: 'file' })));
    expect(told(findDangers(facts({ layers: two })))).toEqual([['b', 'cache', 'danger', modules]]);
    expect(findDangers(facts({ layers: [own] }))).toEqual([]);
  });

  test('of the base know nothing of what an extension brings without one', () => {
    const own = layer('a', survey({ [schema]: 'file' }));
    const base = { [compiled]: { kind: 'other' } } as const;
    expect(told(findDangers(facts({ layers: [own], base })))).toEqual([['a', 'cache', 'warning', schema]]);
    expect(findDangers(facts({ layers: [own] })), 'a base without one').toEqual([]);
  });
});

test('configuration: all of /etc turns read-only, and a confext in a sysext comes too late', () => {
  const own = layer('a', survey({ etc: 'folder', 'etc/x': 'file' }));
  const confext = { class: 'confext', layers: [own] } as const;
  expect(told(findDangers(facts({ ...confext, turnsReadOnly: true })))).toEqual([[null, 'read-only', 'warning', '']]);
  expect(findDangers(facts(confext))).toEqual([]);
  expect(findDangers(facts({ class: 'confext', turnsReadOnly: true })), 'nothing to merge').toEqual([]);
  const inside = survey({
    'usr/lib/confexts': 'folder',
    'usr/lib/confexts/net.raw': 'file',
    'usr/lib/confexts/web': 'folder',
  });
  expect(told(findDangers(facts({ layers: [layer('a', inside)] })))).toEqual([
    ['a', 'misplaced', 'warning', 'usr/lib/confexts/net.raw'],
    ['a', 'misplaced', 'warning', 'usr/lib/confexts/web'],
  ]);
});

test('of many of a kind some are told, and how many more there are; the worst come first', () => {
  const many = Array.from(
    { length: 25 },
    (_, at): Danger => ({ extension: 'a', kind: 'whiteout', severity: 'danger', path: `usr/${at}`, message: 'Gone.' }),
  );
  const few = bounded(many);
  expect(few).toHaveLength(10);
  expect(few[9]?.message).toBe('Gone. There are 15 more like this.');
  const note: Danger = { extension: null, kind: 'read-only', severity: 'note', path: '', message: '' };
  expect(
    worstFirst([note, { ...note, severity: 'danger' }, { ...note, severity: 'warning' }]).map(
      ({ severity }) => severity,
    ),
  ).toEqual(['danger', 'warning', 'note']);
});
