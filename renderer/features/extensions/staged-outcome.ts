/** What becomes of each row when what is staged is applied: of those that were switched, and of those that come along. */

import { switchesOn } from '../../../shared/changes/switch.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Change } from '../../../shared/model/change.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { type Row, replacementKey } from './rows.ts';

/** Sentences by the `class:name` of what they are about. */
export type StagedOutcomes = ReadonlyMap<string, string>;

/** @param plan of what is staged; null while it is being made, or where it cannot be */
export function stagedOutcomes(staged: readonly Change[], plan: Plan | null): StagedOutcomes {
  const found = new Map<string, string>();
  for (const { class: extensionClass, before, after, uncertain } of plan?.outcomes ?? []) {
    const told = (names: readonly string[], text: string) => {
      for (const name of names) found.set(replacementKey({ class: extensionClass, name }), text);
    };
    const isLater = new Set(after);
    const isNow = new Set(before);
    told(
      before.filter((name) => !isLater.has(name)),
      t('Will be unmerged'),
    );
    told(
      after.filter((name) => !isNow.has(name)),
      t('Will be merged'),
    );
    told(
      uncertain.filter((name) => !isNow.has(name)),
      t('May be merged'),
    );
  }
  for (const change of staged) {
    const key = replacementKey(change);
    if (!switchesOn(change)) found.set(key, t('Will be disabled'));
    else if (!found.has(key)) found.set(key, t('Will be enabled'));
  }
  return found;
}

/** Of a row that is not the one that counts of its name, nothing changes but for the one whose switch it is. */
export function outcomeOf(row: Row, outcomes: StagedOutcomes): string | null {
  if (outcomes.size === 0) return null;
  if (row.group === 'shadowed' || (row.enabled === null && row.extension?.listed !== true)) return null;
  return outcomes.get(replacementKey(row)) ?? null;
}

/** Whether a row is or will be enabled. */
export function isEnabledThen(row: Row, staged: readonly Change[]): boolean {
  const change = staged.find((one) => one.class === row.class && one.name === row.name);
  return change === undefined ? row.enabled === true : switchesOn(change);
}
