/** What the upgrade check found, host by host. */
import type { FleetHost, FleetNextOs } from '../../../shared/model/fleet.ts';

type Row = FleetNextOs['rows'][number];
export type Turn = Exclude<Row['outcome'], 'stays' | 'stays-out'>;

export interface Outlook {
  readonly host: Pick<FleetHost, 'id' | 'name' | 'os' | 'readAt'>;
  /** What would fare otherwise than now, the worst first. */
  readonly turns: readonly (Row & { readonly outcome: Turn })[];
  /** How many stay merged. */
  readonly stays: number;
}

const TURNS: readonly Turn[] = ['drops-out', 'unknown', 'comes-in'];
const hasTurned = (row: Row): row is Row & { readonly outcome: Turn } => TURNS.some((one) => one === row.outcome);

/** @returns those that would lose most first, else as the fleet has them; a host that was removed meanwhile is none */
export function outlooksOf(found: readonly FleetNextOs[], hosts: readonly FleetHost[]): Outlook[] {
  const lost = ({ turns }: Outlook) => turns.filter(({ outcome }) => outcome === 'drops-out').length;
  return hosts
    .flatMap((host): Outlook[] => {
      const rows = found.find(({ id }) => id === host.id)?.rows;
      if (rows === undefined) return [];
      const turns = rows.filter(hasTurned).sort((a, b) => TURNS.indexOf(a.outcome) - TURNS.indexOf(b.outcome));
      return [{ host, turns, stays: rows.filter(({ outcome }) => outcome === 'stays').length }];
    })
    .sort((a, b) => lost(b) - lost(a));
}

export const losesSomething = ({ turns }: Outlook): boolean => turns.some(({ outcome }) => outcome === 'drops-out');
