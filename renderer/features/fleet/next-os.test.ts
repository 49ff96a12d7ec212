import { expect, test } from 'vitest';
import { foreignText } from '../../../shared/messages/message.ts';
import type { FleetHost, FleetNextOs } from '../../../shared/model/fleet.ts';
import { losesSomething, outlooksOf } from './next-os.ts';

const hostOf = (id: string): FleetHost => ({
  ...{ id, name: id, address: null, source: 'typed', state: 'read', readAt: 0, error: null, notes: [], rows: [] },
  ...{ os: 'Flatcar 4230.2.0', systemd: 257, architecture: 'x86-64' },
});

function found(id: string, ...outcomes: FleetNextOs['rows'][number]['outcome'][]): FleetNextOs {
  const verdict = { compatible: null, code: 'version-matches' as const, fields: [], message: foreignText('') };
  const rows = outcomes.map((outcome, at) => ({
    ...{ name: `${outcome}-${at}`, class: 'sysext' as const, outcome, disabled: false, verdict },
  }));
  return { id, readAt: 0, rows };
}

test('who would lose most stands first, and of each what becomes otherwise, the worst first', () => {
  const all = outlooksOf(
    [
      found('a', 'stays', 'stays-out', 'comes-in'),
      found('b', 'comes-in', 'drops-out', 'unknown', 'stays'),
      found('c', 'drops-out', 'drops-out'),
      found('gone', 'drops-out'),
    ],
    ['a', 'b', 'c', 'never-read'].map(hostOf),
  );
  expect(all.map(({ host, turns, stays }) => [host.id, turns.map(({ outcome }) => outcome), stays])).toEqual([
    ['c', ['drops-out', 'drops-out'], 0],
    ['b', ['drops-out', 'unknown', 'comes-in'], 1],
    ['a', ['comes-in'], 1],
  ]);
  expect(all.map(losesSomething)).toEqual([true, true, false]);
});
