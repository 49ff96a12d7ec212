/** The table of changes: all that a person can ask for on a name, each from its file. */
import { FEATURE_CHANGES } from './feature.ts';
import { FOLLOW_CHANGES } from './follow.ts';
import { FOR_OS_CHANGES } from './for-os.ts';
import { changeToStored, INSTALL_CHANGES } from './install.ts';
import { PIN_CHANGES } from './pin.ts';
import { PORTABLE_CHANGES } from './portable.ts';
import { REMOVE_CHANGES, requestRemoval } from './remove.ts';
import { RENAME_CHANGES } from './rename.ts';
import type { Before, ChangeFields, ChangeRow, Surroundings } from './row.ts';
import { RUN_SERVICE_CHANGES } from './run-service.ts';
import type { Step } from './steps.ts';
import { SWITCH_CHANGES } from './switch.ts';
import { UPDATE_CHANGES } from './update.ts';
import { VACUUM_CHANGES } from './vacuum.ts';
import { VACUUM_TRANSFER_CHANGES } from './vacuum-transfer.ts';

const TABLE = {
  ...SWITCH_CHANGES,
  ...INSTALL_CHANGES,
  ...FOR_OS_CHANGES,
  ...REMOVE_CHANGES,
  ...RENAME_CHANGES,
  ...VACUUM_CHANGES,
  ...UPDATE_CHANGES,
  ...VACUUM_TRANSFER_CHANGES,
  ...FOLLOW_CHANGES,
  ...PIN_CHANGES,
  ...FEATURE_CHANGES,
  ...RUN_SERVICE_CHANGES,
  ...PORTABLE_CHANGES,
};
type Table = typeof TABLE;
type Verb = keyof Table;
type FieldsOf = { readonly [One in Verb]: ChangeFields<Table[One]['fields']> };

/** One extension to switch on or off, to install, to update or to remove, or something that is decided on it. */
export type Change<One extends Verb = Verb> = {
  [Each in One]: { readonly verb: Each } & FieldsOf[Each];
}[One];

/** A row whose step no executor has does not compile. */
export const CHANGES: { readonly [One in Verb]: ChangeRow<Change<One>, Step> } = TABLE;

/** Those of a group, whose order of carrying out is theirs. */
export type ChangeIn<Group extends ChangeRow<never>['group']> = {
  [One in Verb]: Table[One]['group'] extends Group ? Change<One> : never;
}[Verb];

export const isInGroup =
  <Group extends ChangeRow<never>['group']>(group: Group) =>
  (change: Change): change is ChangeIn<Group> =>
    CHANGES[change.verb].group === group;

/** Whether a change is decided beside what happens to the files of the name. */
export const isApart = ({ verb }: Change): boolean => CHANGES[verb].isApart === true;

/** Whether a change is for a name that need not be there: one that comes new, or what is decided on it may outlive it. */
export const mayBeNew = ({ verb }: Change): boolean =>
  CHANGES[verb].mayBeNew === true || CHANGES[verb].isApart === true;

/** The step of a change; null where those of many changes are one. */
export function stepOf<One extends Verb>(change: Change<One>, host: Surroundings): Step | null {
  return CHANGES[change.verb].step?.(change, host) ?? null;
}

/** The change that takes one back; null where nothing can, and where that depends on the whole plan. */
export function inverseChange<One extends Verb>(change: Change<One>, before: Before): Change | Change<One> | null {
  const undo = CHANGES[change.verb].undo?.(change, before) ?? null;
  switch (undo?.to) {
    case 'change':
      return undo.change;
    case 'version':
      return changeToStored(change.class, change.name, undo.version);
    case 'nothing of the name':
      return requestRemoval(change);
    case undefined:
      return null;
  }
}
