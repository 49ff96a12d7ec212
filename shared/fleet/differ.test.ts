import { expect, test } from 'vitest';
import type { FleetRow } from '../model/fleet.ts';
import { differencesOf } from './differ.ts';

const row = (name: string, version: string, state: FleetRow['state'] = 'active'): FleetRow => ({
  class: 'sysext',
  name,
  version,
  state,
  reason: null,
  size: null,
});

test('hosts differ by what one has not, by version and by state, and not by what waits for a merge', () => {
  const from = { rows: [row('docker', '28'), row('kubernetes', '1.33'), row('tailscale', '1.84'), row('wasm', '1')] };
  const host = {
    rows: [row('docker', '28', 'ready'), row('kubernetes', '1.32'), row('nvidia', '2'), row('wasm', '1', 'masked')],
  };
  expect(differencesOf(host, from).map(({ name, here, there }) => [name, here?.version, there?.version])).toEqual([
    ['kubernetes', '1.33', '1.32'],
    ['nvidia', undefined, '2'],
    ['tailscale', '1.84', undefined],
    ['wasm', '1', '1'],
  ]);
  expect(differencesOf(from, from)).toEqual([]);
});
