/** Going back to a point of the history: what came after it is taken back as one request, which is planned and reviewed as a whole. */
import type { Change } from '../model/change.ts';
import type { HistoryEntry } from '../model/history.ts';
import type { PlanRequest } from '../model/plan.ts';
import { CHANGES, isApart } from './changes.ts';
import { EMPTY_REQUEST } from './empty-request.ts';

/** Why it cannot be gone back. */
export type Obstacle =
  /** `entry` was not done by Veneer, was the OS becoming another one, runs still, ended half-way, or deleted what could bring it back. */
  | {
      readonly kind: 'not-by-veneer' | 'other-os' | 'running' | 'half-way' | 'no-way-back';
      readonly entry: HistoryEntry;
    }
  /** One plan has one word on a name; this one was switched and installed or removed as well. */
  | { readonly kind: 'mixed'; readonly name: string }
  /** Extensions and configuration extensions would go back in different ways, which are two plans. */
  | { readonly kind: 'two-plans' };

export interface WayBack {
  readonly request: PlanRequest;
  /** What it takes back, newest first. */
  readonly entries: readonly HistoryEntry[];
}

/**
 * @param entries those of one host, in any order
 * @param id of the entry after which the host was as it is to be again
 * @returns null where nothing happened since
 */
export function backTo(entries: readonly HistoryEntry[], id: string): WayBack | Obstacle | null {
  // What the journal alone tells of came to nothing that is merged otherwise, or is another entry.
  const sorted = entries.filter(({ kind }) => kind !== 'journal').sort((a, b) => b.finishedAt - a.finishedAt);
  const at = sorted.findIndex((one) => one.id === id);
  if (at < 0) return null;
  const after = sorted.slice(0, at);
  const since = after.filter((one) => !cameToNothing(one));
  if (since.length === 0) return null;
  for (const entry of since) {
    const kind = obstacleAt(entry);
    if (kind !== null) return { kind, entry };
  }
  const undos = since.flatMap(({ undo }) => undo ?? []);
  const mixed = firstMixed(undos.flatMap(({ changes }) => changes));
  if (mixed !== null) return { kind: 'mixed', name: mixed };
  const request = combine(undos);
  return request === null ? { kind: 'two-plans' } : { request, entries: since };
}

export const isWayBack = (found: WayBack | Obstacle | null): found is WayBack => found !== null && 'request' in found;

const cameToNothing = ({ status, steps }: HistoryEntry): boolean =>
  status === 'went-back' || ((status === 'failed' || status === 'cancelled') && steps.length === 0);

function obstacleAt({ kind, status, undo }: HistoryEntry) {
  if (kind === 'outside') return 'not-by-veneer';
  if (kind === 'os') return 'other-os';
  if (status === 'running') return 'running';
  if (status === 'failed') return 'half-way';
  return undo === null ? 'no-way-back' : null;
}

/** The first name about which the changes say more than one plan can hold. */
function firstMixed(changes: readonly Change[]): string | null {
  const groups = new Map<string, string>();
  for (const change of changes.filter((one) => !isApart(one))) {
    const key = `${change.class}:${change.name}`;
    const { group } = CHANGES[change.verb];
    const known = groups.get(key) ?? group;
    if (known !== group) return change.name;
    groups.set(key, known);
  }
  return null;
}

/**
 * Each word is that of the oldest, which tells how it was before all of them.
 *
 * @param undos newest first
 * @returns null where it is not one request
 */
function combine(undos: readonly PlanRequest[]): PlanRequest | null {
  const oldest = <Key extends 'bootRefresh' | 'helper' | 'mutable' | 'mutableEtc' | 'atBoot'>(key: Key) =>
    undos.findLast((one) => one[key] !== null)?.[key] ?? null;
  const atBoot = new Set(undos.flatMap((one) => one.atBoot?.class ?? []));
  // In the order in which they are taken back, for the last word on a name counts.
  const changes = undos.flatMap((one) => one.changes);
  const actions = new Map<string, PlanRequest['action']>();
  for (const one of [...undos].reverse()) {
    if (one.action === 'none') continue;
    for (const each of one.classes) if (!actions.has(each)) actions.set(each, one.action);
  }
  const classes = [...new Set([...undos.flatMap((one) => one.classes), ...changes.map((one) => one.class)])];
  const wanted = new Set(classes.map((each) => actions.get(each) ?? 'none'));
  if (wanted.size > 1 || atBoot.size > 1) return null;
  return {
    ...EMPTY_REQUEST,
    changes,
    classes,
    action: [...wanted][0] ?? 'none',
    allowMovingAside: true,
    stopServices: undos.some((one) => one.stopServices),
    atBoot: oldest('atBoot'),
    bootRefresh: oldest('bootRefresh'),
    helper: oldest('helper'),
    mutable: oldest('mutable'),
    mutableEtc: oldest('mutableEtc'),
  };
}
