/** Carries out a playbook on hosts: first it only looks, and changes nothing where not all of them can be changed. */
import type { HostOutcome } from '../../shared/declared/playbook-outcomes.ts';
import { type PlaybookRun, runPlaybook } from './run-playbook.ts';

export interface HostsChange extends Pick<PlaybookRun, 'playbook' | 'inventory' | 'signal'> {
  /** As the playbook names them. */
  readonly hosts: readonly string[];
  /** Whether the inventory has these hosts and nothing else: who is not told of then was not begun. */
  readonly isOwn: boolean;
  /** Whether it only looks. */
  readonly dryRun: boolean;
  /** Called for each host as it comes, of both runs. @param isCheck whether it is of the run that only looks */
  onOutcome(outcome: HostOutcome, isCheck: boolean): void;
}

export interface HostsChanged {
  readonly outcomes: readonly HostOutcome[];
  /** Whether they are of the run that only looks, for it was all that was wanted or not every host can be changed. */
  readonly isCheck: boolean;
}

/** @throws {VeneerError} as runPlaybook */
export async function changeHosts(change: HostsChange): Promise<HostsChanged> {
  // Whoever cannot be reached, or lacks what it needs, is known before anything is changed.
  const before = await runOnce(change, true);
  if (change.dryRun || !before.every(isDone)) return { outcomes: before, isCheck: true };
  return { outcomes: await runOnce(change, false), isCheck: false };
}

/** Whether a host is as it is to be, or would be. */
export const isDone = ({ outcome }: HostOutcome): boolean => outcome === 'changed' || outcome === 'same';

async function runOnce(change: HostsChange, check: boolean): Promise<readonly HostOutcome[]> {
  const { playbook, inventory, signal, hosts, isOwn } = change;
  const onOutcome = (one: HostOutcome) => change.onOutcome(one, check);
  const outcomes = await runPlaybook({ playbook, inventory, signal, check, onOutcome });
  const left = isOwn ? hosts.filter((host) => !outcomes.some((one) => one.host === host)) : [];
  const notBegun = left.map(
    (host): HostOutcome => ({ host, outcome: 'not-begun', changes: 0, task: null, said: null }),
  );
  for (const one of [...outcomes.filter(({ outcome }) => outcome === 'unknown'), ...notBegun]) onOutcome(one);
  return [...outcomes, ...notBegun];
}
