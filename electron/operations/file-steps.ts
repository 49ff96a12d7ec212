/** The steps of changes, with what they have to know of the host. */

import { stepOf } from '../../shared/changes/changes.ts';
import type { Served } from '../../shared/images/origin.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Step } from '../../shared/model/plan.ts';
import type { System } from '../extensions/system.ts';
import type { Adoptions } from './adoption.ts';
import { isVersioned, masksPurged, storeForChange } from './file-changes.ts';

/** From where downloads were fetched, by the path at which each waits. */
export type ServedFiles = ReadonlyMap<string, Served>;

/** The steps of changes, one each. */
export function stepsOf(
  system: System,
  changes: readonly Change[],
  adoptions: Adoptions,
  served: ServedFiles = new Map(),
): Step[] {
  return changes.flatMap((change) => {
    const step = stepOf(change, {
      storeOf: (one) => storeForChange(system, one),
      isVersioned: (one) => isVersioned(system, one),
      adopted: adoptions.get(change) ?? null,
      masksOf: (one) => masksPurged(system, one),
      servedAt: (path) => served.get(path) ?? null,
    });
    return step === null ? [] : [step];
  });
}
