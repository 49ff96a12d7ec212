/** When each rule of the room finds something, and when not; that real systems lead to these facts is held by e2e/testbed. */
import { describe, expect, test } from 'vitest';
import type { Extension } from '../../model/extension.ts';
import type { Hierarchy } from '../../model/host.ts';
import { diagnoseState } from './diagnose-state.ts';
import type { MergeService, StateFacts } from './facts.ts';

const SERVICE: MergeService = { class: 'sysext', unit: 'systemd-sysext.service', failed: false, said: [], unmet: [] };
const tool = {
  ...{ class: 'sysext', name: 'tool', path: '/var/lib/extensions/tool.raw', realPath: '/var/lib/extensions/tool.raw' },
  ...{ listed: true, masks: false, merged: true, state: 'active', type: 'raw', size: 1000 },
  verdict: { compatible: true },
} as Extension;
const MERGED = { path: '/usr', class: 'sysext', merged: true, extensions: ['tool'] } as unknown as Hierarchy;
const WELL: StateFacts = { extensions: [tool], hierarchies: [MERGED], services: [SERVICE], later: [] };

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
    expect(found({ services: [failed], hierarchies: [] })).toMatchObject([
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
