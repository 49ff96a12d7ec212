/** How many hosts are told: one row a host, and beside it only what is not as it should be. */
import { expect, test } from 'vitest';
import { foreignText, messageOf } from '../../shared/messages/message.ts';
import { FleetHost, type FleetRow } from '../../shared/model/fleet.ts';
import { differText, fleetText, nextOsText } from './fleet-text.ts';

const row = (name: string, part: Partial<FleetRow> = {}): FleetRow => ({
  ...{ class: 'sysext', name, version: '1.0', state: 'active', reason: null, size: null },
  ...part,
});
const host = (id: string, part: object = {}): FleetHost =>
  FleetHost.parse({
    ...{ id, name: id, address: null, source: 'typed', state: 'read', readAt: 0, error: null },
    ...{ os: 'Flatcar 4230', systemd: 257, architecture: 'x86-64', notes: [], rows: [] },
    ...part,
  });

test('a matrix, and what is wrong below it', () => {
  const hosts = [
    host('ws', {
      rows: [row('docker'), row('k8s', { state: 'blocked', version: null, reason: foreignText('It needs 1.') })],
    }),
    host('nas', {
      ...{ state: 'failed', os: null, readAt: null, notes: [messageOf('cli.unknown')] },
      error: { code: 'unreachable', message: foreignText('No answer.'), nextStep: null, detail: null },
    }),
    host('lab', { rows: [row('docker', { state: 'ready' }), row('k8s', { state: 'masked' })] }),
  ];
  const extensions = ['docker', 'k8s'].map((name) => ({ class: 'sysext' as const, name }));
  const told = fleetText({ hosts, extensions });
  expect(told).toMatch(/^HOST +OS +docker +k8s\n/);
  expect(told).toMatch(/^ws +Flatcar 4230 +1\.0 +does not fit/m);
  expect(told).toMatch(/^nas +- +- +-/m);
  expect(told).toMatch(/^lab +Flatcar 4230 +1\.0 +1\.0 disabled/m);
  expect(told).toContain('ws: k8s: It needs 1.');
  expect(told).toMatch(/^No answer\. .*\n/m);
});

test('two of a name are told by their class', () => {
  const extensions = (['sysext', 'confext'] as const).map((one) => ({ class: one, name: 'net' }));
  expect(fleetText({ hosts: [host('a')], extensions })).toMatch(/net \(sysext\) +net \(confext\)/);
});

test('what differs, and that nothing does', () => {
  const differences = [
    { name: 'docker', class: 'sysext' as const, there: row('docker', { version: '2.0' }), here: null },
  ];
  const told = differText('ws', [
    { id: 'lab', differences: differences as never },
    { id: 'edge', differences: [] },
  ]);
  expect(told).toMatch(/lab +docker +sysext +2\.0 +not there/);
  expect(differText('ws', [{ id: 'edge', differences: [] }])).toMatch(/^.*ws.*\n$/);
});

test('who would lose what', () => {
  const verdict = { compatible: false, code: 'version-id', message: foreignText('It needs 43.'), fields: [] };
  const rows = [
    { name: 'docker', class: 'sysext', outcome: 'stays', verdict },
    { name: 'k8s', class: 'sysext', outcome: 'drops-out', verdict },
  ];
  const told = nextOsText([{ id: 'lab', readAt: 0, rows: rows as never }]);
  expect(told).toMatch(/lab +docker +sysext +\S.*\nlab +k8s +sysext .*It needs 43\./);
});
