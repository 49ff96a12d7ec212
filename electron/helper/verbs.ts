/** Everything that the helper can be asked: its verbs, each with its check and what it does. */

import type { HelperVerb } from '../../shared/changes/actions.ts';
import { BOOT_REFRESH_VERBS } from './boot-refresh-unit.ts';
import { FEATURE_VERBS } from './feature.ts';
import { FOR_OS_VERBS } from './for-os.ts';
import { KEEP_VERBS } from './go-back.ts';
import { INSTALL_VERBS } from './install.ts';
import { MASK_VERBS } from './mask.ts';
import { MERGE_VERBS } from './merge.ts';
import { PIN_VERBS } from './pin.ts';
import { PORTABLE_VERBS } from './portable.ts';
import { REMOVE_VERBS } from './remove.ts';
import { RENAME_VERBS } from './rename.ts';
import { RUN_SERVICE_VERBS } from './run-services.ts';
import { HELPER_VERBS } from './self-install.ts';
import { SERVICE_VERBS } from './services.ts';
import { TRANSFER_VERBS } from './transfer.ts';
import { UNMASK_VERBS } from './unmask.ts';
import { UPDATE_VERBS } from './update.ts';
import type { Around, Common, Verb } from './verb.ts';

const TABLE = {
  ...MASK_VERBS,
  ...UNMASK_VERBS,
  ...MERGE_VERBS,
  ...KEEP_VERBS,
  ...INSTALL_VERBS,
  ...FOR_OS_VERBS,
  ...REMOVE_VERBS,
  ...RENAME_VERBS,
  ...SERVICE_VERBS,
  ...RUN_SERVICE_VERBS,
  ...PORTABLE_VERBS,
  ...BOOT_REFRESH_VERBS,
  ...TRANSFER_VERBS,
  ...UPDATE_VERBS,
  ...PIN_VERBS,
  ...FEATURE_VERBS,
  ...HELPER_VERBS,
};
type Table = typeof TABLE;

type ParametersOf = { readonly [Name in HelperVerb]: ReturnType<Table[Name]['check']> };

/** A checked request for one of some verbs. */
export type RequestFor<Name extends HelperVerb = HelperVerb> = {
  [One in Name]: { readonly verb: One } & Common & Around & ParametersOf[One];
}[Name];

/** A verb that is not here, and one here that polkit has no action for, do not compile. */
export const VERBS: { readonly [Name in HelperVerb]: Verb<ParametersOf[Name]> } = TABLE satisfies Readonly<
  Record<Exclude<keyof Table, HelperVerb>, never>
>;
