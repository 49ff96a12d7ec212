/** A fleet as an earlier Veneer left it: hosts in the state folder, what was read of them in the cache. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createKeptFleet } from '../../electron/fleet/kept.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { FleetHost, FleetRow } from '../../shared/model/fleet.ts';

export interface KeptHost extends Pick<FleetHost, 'id' | 'os' | 'rows'> {
  /** Milliseconds since 1970; null for one that was never read. */
  readonly readAt: number | null;
  readonly source?: FleetHost['source'];
  /** The folder with its tree; every reading has another one. */
  readonly tree?: string;
  /** Text of os-release, and by the name of an extension that of its own; without them nothing of it can be judged again. */
  readonly releases?: { readonly host: string; readonly of: Readonly<Record<string, string>> };
}

/** @param home of the person */
export function keepFleet(home: string, hosts: readonly KeptHost[]): void {
  keepFleetIn(join(home, '.local/state/veneer'), join(home, '.cache/veneer'), hosts);
}

/** The same in the folders of state and cache. */
export function keepFleetIn(state: string, cache: string, hosts: readonly KeptHost[]): void {
  const kept = createKeptFleet(state, cache, (problem) => {
    throw problem;
  });
  kept.add(hosts.map(({ id, source = 'typed' }) => ({ id, name: id, address: null, source })));
  for (const { id, os, rows, readAt, releases, tree = 'tree-0' } of hosts) {
    if (readAt === null) continue;
    if (releases !== undefined) layOut(join(kept.folder(id), tree), releases);
    kept.keep(id, {
      reading: { os, systemd: 257, architecture: 'x86-64', notes: [], rows: [...rows], readAt },
      tree,
      brought: { machine: 'x86_64', systemdVersion: 257, verity: null, hasAttributes: true, unread: {} },
      images: new Map(),
    });
  }
}

function layOut(tree: string, { host, of }: NonNullable<KeptHost['releases']>): void {
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  };
  put('usr/lib/os-release', host);
  writeFileSync(`${tree}.mounts`, '21 1 254:0 / / rw,relatime - ext4 /dev/root rw\n');
  for (const [name, release] of Object.entries(of))
    put(`var/lib/extensions/${name}/usr/lib/extension-release.d/extension-release.${name}`, release);
}

/** A row that is active unless said otherwise. */
export const fleetRow = (name: string, version: string | null, part: Partial<FleetRow> = {}): FleetRow => ({
  class: 'sysext',
  name,
  version,
  state: 'active',
  reason: null,
  size: 31_000_000,
  ...part,
});

const HOUR_MS = 3_600_000;

const doesNotFit = (wanted: string, host: string): Partial<FleetRow> => ({
  state: 'blocked',
  reason: messageOf('systemd.it-needs-this-host-is', { wanted, host }),
});

/**
 * Two workstations, two machines at the edge of which one has something disabled, two of a lab with another OS, and one that
 * nobody answers at.
 *
 * @param now milliseconds since 1970
 */
export function sevenHosts(now: number): KeptHost[] {
  const flatcar = (id: string, version: string, age: number, rows: FleetRow[]): KeptHost => ({
    id,
    os: `Flatcar ${version}`,
    readAt: now - age * HOUR_MS,
    rows,
    releases: {
      host: `ID=flatcar\nVERSION_ID=${version}\n`,
      of: {
        docker: `ID=flatcar\nVERSION_ID=${version}\n`,
        kubernetes: 'ID=_any\n',
        'nvidia-runtime': 'ID=flatcar\nVERSION_ID=4152.2.3\n',
        tailscale: 'ID=_any\n',
      },
    },
  });
  const coreos = (id: string, version: number, rows: FleetRow[]): KeptHost => ({
    id,
    os: `Fedora CoreOS ${version}`,
    readAt: now - 3 * HOUR_MS,
    rows,
    source: 'ansible',
  });
  const workstation = (id: string) =>
    flatcar(id, '4230.2.0', 0.1, [
      fleetRow('docker', '28.0.4'),
      fleetRow('kubernetes', '1.33.2'),
      fleetRow('nvidia-runtime', '1.17.8', doesNotFit('flatcar 4152.2.3', 'flatcar 4230.2.0')),
      fleetRow('tailscale', '1.84.1'),
    ]);
  const edge = (id: string, docker: Partial<FleetRow>, tailscale: string) =>
    flatcar(id, '4152.2.3', 3, [
      fleetRow('docker', '27.5.1', docker),
      fleetRow('kubernetes', '1.32.6'),
      fleetRow('nvidia-runtime', '1.17.8'),
      fleetRow('tailscale', tailscale),
    ]);
  return [
    workstation('ws-042'),
    workstation('ws-043'),
    edge('edge-01', {}, '1.84.1'),
    edge('edge-02', { state: 'masked' }, '1.84.0'),
    coreos('lab-7', 43, [fleetRow('tailscale', '1.84.1'), fleetRow('wasmtime', '33.0.0', { state: 'ready' })]),
    coreos('lab-8', 44, [
      fleetRow('tailscale', '1.84.1', doesNotFit('fedora 43', 'fedora 44')),
      fleetRow('wasmtime', '33.0.0'),
    ]),
    {
      ...workstation('nas'),
      os: 'Debian GNU/Linux 13',
      readAt: now - 30 * HOUR_MS,
      releases: { host: 'ID=debian\nVERSION_ID=13\n', of: {} },
    },
  ];
}
