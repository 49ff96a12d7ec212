/** Rules on programs, the kernel and services, as functions of facts. */
import { describe, expect, test } from 'vitest';
import { facts, type Given, layer, survey, told } from '../../../e2e/harness/merge-facts.ts';
import { diagnoseMerge } from './diagnose-merge.ts';
import type { Layer, Survey } from './facts.ts';

describe('programs for another machine', () => {
  const found = (architecture: string, ...machines: string[]) => {
    const programs = new Map(machines.map((machine) => [machine, { count: 12, example: `usr/bin/${machine}` }]));
    return diagnoseMerge(facts({ architecture, layers: [layer('a', survey({}, { programs }))] }));
  };

  test('are told once, with how many there are', () => {
    const [danger, ...more] = found('x86-64', 'arm64');
    expect(more).toEqual([]);
    expect(danger).toMatchObject({ severity: 'danger', subject: { name: 'a', inside: 'usr/bin/arm64' } });
    expect(danger?.message.text).toMatch(/^12 programs/);
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
    diagnoseMerge(
      facts({
        version,
        layers: [image],
        kernel: {
          fileSystem: () => fileSystem,
          option: (name) => options[name] ?? null,
          verity: () => options['DM_VERITY'] ?? null,
        },
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
    diagnoseMerge(facts({ version, layers: [layer('a', survey({}), { ...release })] }));

  test('units that systemd restarts, from 262 on', () => {
    const release = {
      EXTENSION_RESTART_UNITS: 'ssh.service  cron.service',
      EXTENSION_RELOAD_OR_RESTART_UNITS: 'x.service',
    };
    expect(found(262, release).map(({ severity, message }) => [severity, message])).toEqual([
      ['warning', 'At every merge, re-merge and unmerge systemd restarts ssh.service, cron.service.'],
      ['warning', 'At every merge, re-merge and unmerge systemd reloads or restarts x.service.'],
    ]);
    expect(told(found(262, release)).map(([, id]) => id)).toEqual(['restarts-units', 'restarts-units']);
    expect(told(found(257, release))).toEqual([
      ['a', 'release-field', 'note', ''],
      ['a', 'release-field', 'note', ''],
    ]);
  });

  test('a reload is a boolean, from 255 on', () => {
    expect(found(257, { EXTENSION_RELOAD_MANAGER: 'yes' })).toEqual([]);
    expect(found(252, { EXTENSION_RELOAD_MANAGER: 'no' })).toEqual([]);
    expect(found(252, { EXTENSION_RELOAD_MANAGER: 'yes' })[0]?.message.text).toContain('255 does');
    expect(found(257, { EXTENSION_RELOAD_MANAGER: 'always' })[0]?.message.text).toContain('counts as no');
  });
});

describe('services at boot', () => {
  const wanted = new Map([
    ['a.service', { path: 'usr/lib/systemd/system/multi-user.target.wants/a.service', target: 'multi-user.target' }],
  ]);
  const upheld = new Set(['a.service']);
  const reload = { ID: '_any', EXTENSION_RELOAD_MANAGER: 'on' };
  const found = (given: Partial<Survey>, release: Layer['release'] = { ID: '_any' }, more: Given = {}) =>
    diagnoseMerge(facts({ layers: [layer('a', survey({}, given), release)], ...more })).filter(
      ({ id }) => id === 'not-started-at-boot',
    );

  test('are not started by a wants link, with or without a reload', () => {
    expect(found({ wanted })).toHaveLength(1);
    expect(found({ wanted }, reload)).toHaveLength(1);
    expect(found({ wanted })[0]?.message.text).toContain('veneer boot-refresh on');
  });

  test('are started where they are upheld and systemd reads its units again, whoever asks for that', () => {
    expect(found({ upheld })).toHaveLength(1);
    expect(found({ upheld, wanted }, reload)).toEqual([]);
    const other = layer('b', survey({}), reload);
    expect(found({ upheld }, null, { layers: [layer('a', survey({}, { upheld }), null), other] })).toEqual([]);
    expect(found({ upheld }, reload, { version: 252 }), 'before 255 there is no reload').toHaveLength(1);
  });

  test('are not started by a link of the host to a unit of the extension', () => {
    const own = layer('a', survey({ 'usr/lib/systemd/system/a.service': 'file' }), reload);
    const of = (unit: string) =>
      diagnoseMerge(facts({ layers: [own], enabled: new Map([[unit, 'multi-user.target']]) }));
    expect(told(of('a.service'))).toEqual([
      ['a', 'not-started-at-boot', 'warning', 'usr/lib/systemd/system/a.service'],
    ]);
    expect(of('other.service'), 'a unit of the base').toEqual([]);
    const base = { 'usr/lib/systemd/system/a.service': { kind: 'other' } } as const;
    const enabled = new Map([['a.service', 'multi-user.target']]);
    expect(diagnoseMerge(facts({ layers: [own], enabled, base })), 'a unit of both').toEqual([]);
  });

  test('are started where a unit does it after the merge', () => {
    expect(found({ wanted, upheld }, null, { startsServices: true })).toEqual([]);
  });
});
