import { expect, test } from 'vitest';
import { foreignText } from '../../../shared/messages/message.ts';
import type { Fleet, FleetHost, FleetRow } from '../../../shared/model/fleet.ts';
import type { FleetFilter } from '../../state/fleet-slice.ts';
import { countsOf, indexOf, othersOf, referenceOf, shownOf } from './matrix.ts';
import { remarksOf } from './summary.ts';
import { typedHosts } from './typed-hosts.ts';

const row = (name: string, version: string, state: FleetRow['state'] = 'active'): FleetRow => ({
  class: 'sysext',
  ...{ name, version, state, reason: null, size: null },
});

const hostOf = (id: string, os: string | null, rows: FleetRow[], part: Partial<FleetHost> = {}): FleetHost => ({
  ...{ id, name: id, address: null, source: 'typed', readAt: 0, os, rows, notes: [] },
  ...{ systemd: 257, architecture: 'x86-64', state: 'read', error: null },
  ...part,
});

const failed: Partial<FleetHost> = {
  state: 'failed',
  error: { code: 'unreachable', message: foreignText('nas does not answer'), nextStep: null, detail: null },
};

function fleetOf(hosts: readonly FleetHost[]): Fleet {
  const names = [...new Set(hosts.flatMap(({ rows }) => rows.map(({ name }) => name)))].sort();
  return { hosts: [...hosts], extensions: names.map((name) => ({ class: 'sysext', name })) };
}

const workstation = () => [
  row('docker', '28.0.4'),
  row('kubernetes', '1.33.2'),
  row('nvidia-runtime', '1.17.8', 'blocked'),
  row('tailscale', '1.84.1'),
];
const edge = (docker: FleetRow['state'], tailscale: string) => [
  row('docker', '27.5.1', docker),
  row('kubernetes', '1.32.6'),
  row('nvidia-runtime', '1.17.8'),
  row('tailscale', tailscale),
];
const HOSTS = [
  hostOf('ws-042', 'Flatcar 4230.2.0', workstation()),
  hostOf('ws-043', 'Flatcar 4230.2.0', workstation()),
  hostOf('edge-01', 'Flatcar 4152.2.3', edge('active', '1.84.1')),
  hostOf('edge-02', 'Flatcar 4152.2.3', edge('masked', '1.84.0')),
  hostOf('lab-7', 'Fedora CoreOS 43', [row('tailscale', '1.84.1'), row('wasmtime', '33.0.0', 'ready')]),
  hostOf('lab-8', 'Fedora CoreOS 44', [row('tailscale', '1.84.1', 'blocked'), row('wasmtime', '33.0.0')]),
  hostOf('nas', null, workstation(), failed),
];
const FLEET = fleetOf(HOSTS);

function shown(text: string, filter: FleetFilter = 'all', against: string | null = null) {
  const found = shownOf(FLEET, { text, filter, reference: referenceOf(FLEET.hosts, against) });
  return {
    hosts: found.hosts.map(({ id }) => id).join(' '),
    extensions: found.extensions.map(({ name }) => name).join(' '),
  };
}

const ALL = 'ws-042 ws-043 edge-01 edge-02 lab-7 lab-8 nas';

test('a word leaves the hosts or the extensions that have it in their name', () => {
  expect(shown('')).toEqual({ hosts: ALL, extensions: 'docker kubernetes nvidia-runtime tailscale wasmtime' });
  expect(shown('edge')).toMatchObject({ hosts: 'edge-01 edge-02', extensions: shown('').extensions });
  expect(shown('DOCKER')).toEqual({ hosts: ALL, extensions: 'docker' });
  expect(shown('lab tail')).toEqual({ hosts: 'lab-7 lab-8', extensions: 'tailscale' });
  expect(shown('fedora')).toMatchObject({ hosts: 'lab-7 lab-8' });
  expect(shown('nothing')).toMatchObject({ hosts: '' });
});

test('problems are what does not fit, what stops a merge, and hosts that nobody could read', () => {
  expect(shown('', 'problems')).toEqual({ hosts: 'ws-042 ws-043 lab-8 nas', extensions: 'nvidia-runtime tailscale' });
  expect(countsOf(FLEET, referenceOf(FLEET.hosts, null)).problems).toBe(4);
});

test('what differs stands beside what it differs from; what was not read differs from nothing', () => {
  expect(shown('', 'differs')).toEqual({
    hosts: 'ws-042 edge-01 edge-02 lab-7 lab-8',
    extensions: 'docker kubernetes nvidia-runtime tailscale wasmtime',
  });
  expect(shown('', 'differs', 'lab-7')).toMatchObject({ hosts: 'ws-042 ws-043 edge-01 edge-02 lab-7 lab-8' });
  expect(countsOf(FLEET, referenceOf(FLEET.hosts, null)).differs).toBe(4);
  const [first, , edge] = FLEET.hosts;
  const nas = FLEET.hosts.at(-1);
  if (first === undefined || edge === undefined || nas === undefined) throw new Error('there are seven hosts');
  expect([...othersOf(edge, first)]).toEqual(['docker/sysext', 'kubernetes/sysext', 'nvidia-runtime/sysext']);
  expect(othersOf(first, first).size).toBe(0);
  expect(othersOf(nas, first).size).toBe(0);
});

test('who was not read is nothing to compare with', () => {
  expect(referenceOf(FLEET.hosts, 'nas')?.id).toBe('ws-042');
  expect(referenceOf(FLEET.hosts, 'edge-01')?.id).toBe('edge-01');
  expect(referenceOf([], null)).toBeNull();
});

test('the worst is told first, and of that what is so on most hosts', () => {
  const told = (fleet: Fleet) =>
    remarksOf(fleet, indexOf(fleet), referenceOf(fleet.hosts, null)).map(
      ({ what, extension, hosts }) => `${extension.name} ${what} ${hosts.length}`,
    );
  expect(told(FLEET)).toEqual([
    'nvidia-runtime does-not-fit 2',
    'tailscale does-not-fit 1',
    'docker disabled 1',
    'docker other-version 2',
    'kubernetes other-version 2',
    'tailscale other-version 1',
    'docker absent 2',
    'kubernetes absent 2',
    'nvidia-runtime absent 2',
  ]);
  const one = (id: string, state: 'masked' | 'broken') => hostOf(id, null, [row('tool', '1', state)]);
  expect(told(fleetOf([one('a', 'masked'), one('b', 'masked')])), 'meant to be so').toEqual([]);
  expect(told(fleetOf([one('a', 'broken')]))).toEqual(['tool stops-merge 1']);
});

test('hosts are typed one a line or in a row, and twice the same is one', () => {
  expect(typedHosts(' a \n\nuser@b:22, a\tc\r\n')).toEqual(['a', 'user@b:22', 'c']);
  expect(typedHosts(' \n ')).toEqual([]);
});
