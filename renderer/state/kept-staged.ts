/** What is staged, kept over a reload of the page; it ends with the window. */
import { isSwitch } from '../../shared/changes/switch.ts';
import type { Change } from '../../shared/model/change.ts';
import { CLASSES } from '../../shared/systemd/classes.ts';

/** By the ids of the hosts. */
export type Staged = Readonly<Record<string, readonly Change[]>>;

const KEY = 'veneer-staged';

/** What is no switch any more, for another Veneer may have kept it, is left out. */
export function readStaged(storage: Pick<Storage, 'getItem'> | undefined): Staged {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).map(([host, changes]) => [host, Array.isArray(changes) ? changes.flatMap(switchIn) : []]),
    );
  } catch {
    // No JSON: nothing that was kept by us.
    return {};
  }
}

function switchIn(kept: unknown): Change[] {
  if (typeof kept !== 'object' || kept === null) return [];
  const { verb, class: extensionClass, name } = kept as Partial<Record<string, unknown>>;
  const known = CLASSES.find((one) => one === extensionClass);
  if (typeof verb !== 'string' || known === undefined || typeof name !== 'string') return [];
  const change = { verb, class: known, name };
  return isSwitch(change) ? [change] : [];
}

/** A storage that is full or forbidden costs what is staged at the next reload, and nothing now. */
export function keepStaged(storage: Pick<Storage, 'setItem'> | undefined, staged: Staged): void {
  const some = Object.entries(staged).filter(([, changes]) => changes.length > 0);
  try {
    storage?.setItem(KEY, JSON.stringify(Object.fromEntries(some)));
  } catch {
    return;
  }
}
