/** When each rule of the room finds something, and when not; that real systems lead to these facts is held by e2e/testbed. */
import { describe, expect, test } from 'vitest';
import { foreignText } from '../../messages/message.ts';
import type { Extension } from '../../model/extension.ts';
import type { Hierarchy } from '../../model/host.ts';
import { diagnoseState } from './diagnose-state.ts';
import type { MergeService, StateFacts } from './facts.ts';

const SERVICE: MergeService = {
  class: 'sysext',
  unit: 'systemd-sysext.service',
  failed: false,
  said: [],
  files: [],
  unmet: [],
};
const tool = {
  ...{ class: 'sysext', name: 'tool', path: '/var/lib/extensions/tool.raw', realPath: '/var/lib/extensions/tool.raw' },
  ...{ listed: true, masks: false, merged: true, state: 'active', type: 'raw', size: 1000 },
  verdict: { compatible: true },
} as Extension;
const MERGED = { path: '/usr', class: 'sysext', merged: true, extensions: ['tool'] } as unknown as Hierarchy;
const WELL: StateFacts = {
  isRunning: true,
  extensions: [tool],
  hierarchies: [MERGED],
  services: [SERVICE],
  later: [],
  next: [{ class: 'sysext', layers: ['tool'], uncertain: [] }],
  replaced: new Set(),
  canLoop: true,
  room: { path: '/var/lib/extensions.d', free: 1e9 },
  unfinished: [],
  otherOs: null,
};

const found = (change: Partial<StateFacts>) => diagnoseState({ ...WELL, ...change });
const idsOf = (change: Partial<StateFacts>) => found(change).map(({ id, severity }) => [id, severity]);

test('nothing is wrong where nothing is, nor where nobody tells', () => {
  expect(idsOf({})).toEqual([]);
  expect(idsOf({ services: [] })).toEqual([]);
});

describe('the service that merges at boot', () => {
  const failed = {
    ...SERVICE,
    failed: true,
    said: ['Failed to read metadata for image x: No medium found', 'Merged.'],
  };

  test('failed, with the reason of its journal', () => {
    expect(found({ services: [failed], hierarchies: [], next: [] })).toMatchObject([
      {
        id: 'merge-service-failed',
        severity: 'danger',
        subject: { kind: 'class', class: 'sysext' },
        reason: { text: 'Failed to read metadata for image x: No medium found' },
        nextStep: { text: 'Once the cause is gone: systemctl restart systemd-sysext.service' },
      },
    ]);
  });

  test('failed, and somebody merged since', () => {
    expect(found({ services: [failed] })).toMatchObject([
      { severity: 'warning', nextStep: { text: expect.stringContaining('systemctl reset-failed systemd-sysext') } },
    ]);
  });

  test('failed, and the journal tells nothing', () => {
    expect(found({ services: [{ ...failed, said: [] }] })).toMatchObject([
      { reason: { text: expect.stringContaining('tells no reason, or may not be read here') } },
    ]);
  });

  test('was passed over for a condition that is named', () => {
    const unmet = ['ConditionDirectoryNotEmpty=|/etc/extensions', 'ConditionPathExists=/nowhere'];
    expect(found({ services: [{ ...SERVICE, unmet }] })).toMatchObject([
      { id: 'merge-service-skipped', message: { text: expect.stringContaining('met: ConditionPathExists=/nowhere.') } },
    ]);
    expect(idsOf({ services: [{ ...SERVICE, unmet }], extensions: [] }), 'there is nothing to merge').toEqual([]);
  });

  test('has found no extension, or is off by the command line of the kernel, which is told elsewhere', () => {
    const unmet = ['ConditionDirectoryNotEmpty=|/etc/extensions', 'ConditionKernelCommandLine=!systemd.sysext=0'];
    expect(idsOf({ services: [{ ...SERVICE, unmet }] })).toEqual([]);
  });
});

describe('what is mounted after the merge of the start', () => {
  const later = (by: 'unit' | 'network' | 'hand') =>
    ['tool', 'other'].map((name) => ({ class: 'sysext' as const, name, mount: { mountPoint: '/srv', by } }));

  test.each([
    ['unit', 'systemctl edit systemd-sysext.service, and below [Unit] RequiresMountsFor=/srv'],
    ['network', 'the network is there too late'],
    ['hand', 'put /srv into /etc/fstab'],
  ] as const)('by %s, once for all that lies there', (by, nextStep) => {
    expect(found({ later: later(by) })).toMatchObject([
      {
        id: 'mounted-after-merge',
        message: { text: 'Mounted only after the merge at boot: /srv, with tool, other.' },
        nextStep: { text: expect.stringContaining(nextStep) },
      },
    ]);
  });
});

describe('what is merged and what would be', () => {
  const next = (...layers: string[]) => [{ class: 'sysext' as const, layers, uncertain: [] as string[] }];

  test('something came, and a refresh takes it in', () => {
    expect(found({ next: next('other', 'tool') })).toMatchObject([
      {
        ...{ id: 'merge-differs', severity: 'warning' },
        message: { text: 'Not merged, and taken in by the next merge: other.' },
        fix: { action: 'refresh', classes: ['sysext'] },
      },
    ]);
  });

  test('nothing is merged yet, which is a note', () => {
    const ready = { ...tool, merged: false };
    expect(found({ hierarchies: [], extensions: [ready] })).toMatchObject([
      { id: 'merge-differs', severity: 'note', fix: { action: 'merge' } },
    ]);
    expect(idsOf({ hierarchies: [], extensions: [ready], isRunning: false }), 'a tree, once it is booted').toEqual([]);
  });

  test('something fits no more, and is not taken out by a press of a button', () => {
    expect(found({ next: next() })).toMatchObject([
      {
        message: { text: 'Merged, and left out by the next merge: tool.' },
        nextStep: { text: 'Look why: veneer why tool' },
        fix: null,
      },
    ]);
  });

  test('what cannot be known, what is told as still merged, and a merge that fails', () => {
    expect(idsOf({ next: [{ class: 'sysext', layers: [], uncertain: ['tool'] }] })).toEqual([]);
    expect(idsOf({ next: next(), extensions: [] })).toEqual([]);
    expect(idsOf({ next: [] })).toEqual([]);
  });
});

test('an image that was replaced while it is merged, but for a link, whose version is told of elsewhere', () => {
  const replaced = new Set([tool.realPath, '/var/lib/extensions.d/tool/tool-1.raw']);
  expect(found({ replaced })).toMatchObject([
    { id: 'image-replaced', severity: 'warning', fix: { action: 'refresh', classes: ['sysext'] } },
  ]);
  const link = { ...tool, realPath: '/var/lib/extensions.d/tool/tool-1.raw' };
  expect(idsOf({ replaced, extensions: [link] })).toEqual([]);
  expect(idsOf({ replaced, extensions: [{ ...tool, merged: false }] })).toEqual([]);
});

test('what stands in /run, or leads there, is gone after the next boot; a mask there brings nothing', () => {
  const path = '/run/extensions/tool.raw';
  expect(found({ extensions: [{ ...tool, path, realPath: path }] })).toMatchObject([
    { id: 'until-reboot', severity: 'note', message: { text: 'Gone after the next boot: tool.' } },
  ]);
  expect(idsOf({ extensions: [{ ...tool, realPath: path }] })).toEqual([['until-reboot', 'note']]);
  expect(idsOf({ extensions: [{ ...tool, path, masks: true }] })).toEqual([]);
  expect(idsOf({ extensions: [{ ...tool, path, realPath: path, listed: false }] })).toEqual([]);
});

test('without loop devices every merge with an image fails; folders need none, and of a tree it is not known', () => {
  expect(found({ canLoop: false })).toMatchObject([
    { id: 'no-loop-device', severity: 'danger', message: { text: 'Images cannot be merged here: tool.' } },
  ]);
  expect(idsOf({ canLoop: null })).toEqual([]);
  expect(idsOf({ canLoop: false, extensions: [{ ...tool, type: 'directory' }] })).toEqual([]);
});

test('there has to be room for the largest image a second time', () => {
  const large = { ...tool, name: 'large', size: 3_000_000_000 };
  const merged = [{ ...MERGED, extensions: ['tool', 'large'] }];
  const both = { extensions: [tool, large], hierarchies: merged, next: [] };
  expect(found(both)).toMatchObject([
    { id: 'no-room-for-update', severity: 'warning', message: { text: expect.stringContaining('of large would not') } },
  ]);
  expect(found(both)[0]?.message.text).toContain('it takes 2862 MiB, and 953 MiB are free in /var/lib/extensions.d.');
  expect(idsOf({ ...both, extensions: [tool, { ...large, size: null }] })).toEqual([]);
  expect(idsOf({ ...both, room: null })).toEqual([]);
});

test('what a change left that was cut off', () => {
  const unfinished = [{ path: '/var/lib/extensions.d/tool/.#veneer-0a0a0a0a0a0a0a0a', bytes: 5_000_000 }];
  expect(found({ unfinished })).toMatchObject([
    { id: 'unfinished-files', severity: 'note', message: { text: expect.stringContaining('left 5 MiB: /var/lib') } },
  ]);
});

describe('an OS that became another one', () => {
  const otherOs = {
    ...{ before: 'Debian 12', after: 'Debian 13' },
    dropped: [
      { class: 'sysext' as const, name: 'tool' },
      { class: 'sysext' as const, name: 'gone' },
    ],
  };
  const unfit = {
    ...{ ...tool, merged: false },
    verdict: { ...tool.verdict, compatible: false, message: foreignText('12, 13') },
  };
  const lost = { otherOs, extensions: [unfit], hierarchies: [], next: [] };

  test('names what was merged before and does not fit it, with both', () => {
    expect(found(lost)).toMatchObject([
      {
        ...{ id: 'lost-with-os', severity: 'warning' },
        subject: { kind: 'extension', class: 'sysext', name: 'tool' },
        message: { text: 'tool was merged on Debian 12, and is not on Debian 13.' },
        reason: { text: '12, 13' },
      },
    ]);
  });

  test('tells nothing of what fits, is merged again, or was masked since', () => {
    expect(idsOf({ ...lost, extensions: [{ ...unfit, verdict: tool.verdict }] })).toEqual([]);
    expect(idsOf({ ...lost, extensions: [{ ...unfit, merged: true }] })).toEqual([]);
    expect(idsOf({ ...lost, extensions: [{ ...unfit, listed: false }] })).toEqual([]);
  });
});
