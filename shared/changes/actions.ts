/** The verbs of the helper and who may ask for each: one action of polkit a verb, from the file of its change. */

import type { HelperAction } from './action.ts';
import { AT_BOOT_ACTIONS } from './at-boot.ts';
import { BOOT_REFRESH_ACTIONS } from './boot-refresh-unit.ts';
import { FEATURE_ACTIONS } from './feature.ts';
import { FOLLOW_ACTIONS } from './follow.ts';
import { FOR_OS_ACTIONS } from './for-os.ts';
import { HELPER_ACTIONS } from './helper.ts';
import { INSTALL_ACTIONS } from './install.ts';
import { KEEP_ACTIONS } from './keep.ts';
import { MERGE_ACTIONS } from './merge.ts';
import { PIN_ACTIONS } from './pin.ts';
import { PORTABLE_ACTIONS } from './portable.ts';
import { REMOVE_ACTIONS } from './remove.ts';
import { RENAME_ACTIONS } from './rename.ts';
import { RUN_SERVICE_ACTIONS } from './run-service.ts';
import { SERVICE_ACTIONS } from './services.ts';
import { SWITCH_ACTIONS } from './switch.ts';
import { UPDATE_ACTIONS } from './update.ts';
import { VACUUM_ACTIONS } from './vacuum.ts';
import { VACUUM_TRANSFER_ACTIONS } from './vacuum-transfer.ts';

const TABLE = {
  ...SWITCH_ACTIONS,
  ...MERGE_ACTIONS,
  ...KEEP_ACTIONS,
  ...INSTALL_ACTIONS,
  ...FOR_OS_ACTIONS,
  ...REMOVE_ACTIONS,
  ...RENAME_ACTIONS,
  ...VACUUM_ACTIONS,
  ...SERVICE_ACTIONS,
  ...RUN_SERVICE_ACTIONS,
  ...PORTABLE_ACTIONS,
  ...AT_BOOT_ACTIONS,
  ...BOOT_REFRESH_ACTIONS,
  ...FOLLOW_ACTIONS,
  ...UPDATE_ACTIONS,
  ...VACUUM_TRANSFER_ACTIONS,
  ...PIN_ACTIONS,
  ...FEATURE_ACTIONS,
  ...HELPER_ACTIONS,
};

/** What the helper can be asked. */
export type HelperVerb = keyof typeof TABLE;

export const ACTIONS: Readonly<Record<HelperVerb, HelperAction>> = TABLE;
export const HELPER_VERBS = Object.keys(TABLE) as readonly HelperVerb[];
