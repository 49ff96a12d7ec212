/** The table of steps: all that an executor can be told, each from the file of its change. */
import type { HelperVerb } from './actions.ts';
import { AT_BOOT_STEPS } from './at-boot.ts';
import { BOOT_REFRESH_STEPS } from './boot-refresh-unit.ts';
import { FEATURE_STEPS } from './feature.ts';
import { FOLLOW_STEPS } from './follow.ts';
import { FOR_OS_STEPS } from './for-os.ts';
import { HELPER_STEPS } from './helper.ts';
import { INSTALL_STEPS } from './install.ts';
import { KEEP_STEPS } from './keep.ts';
import { MERGE_STEPS } from './merge.ts';
import { PIN_STEPS } from './pin.ts';
import { PORTABLE_STEPS } from './portable.ts';
import { REMOVE_STEPS } from './remove.ts';
import { RENAME_STEPS } from './rename.ts';
import type { HelperCall, OwnHelper, PlacedVersion, StepFields, StepRow } from './row.ts';
import { RUN_SERVICE_STEPS } from './run-service.ts';
import { SERVICE_STEPS } from './services.ts';
import { SWITCH_STEPS } from './switch.ts';
import { UPDATE_STEPS } from './update.ts';
import { VACUUM_STEPS } from './vacuum.ts';
import { VACUUM_TRANSFER_STEPS } from './vacuum-transfer.ts';

const TABLE = {
  ...SWITCH_STEPS,
  ...MERGE_STEPS,
  ...KEEP_STEPS,
  ...INSTALL_STEPS,
  ...FOR_OS_STEPS,
  ...REMOVE_STEPS,
  ...RENAME_STEPS,
  ...VACUUM_STEPS,
  ...UPDATE_STEPS,
  ...VACUUM_TRANSFER_STEPS,
  ...FOLLOW_STEPS,
  ...PIN_STEPS,
  ...FEATURE_STEPS,
  ...SERVICE_STEPS,
  ...RUN_SERVICE_STEPS,
  ...PORTABLE_STEPS,
  ...AT_BOOT_STEPS,
  ...BOOT_REFRESH_STEPS,
  ...HELPER_STEPS,
};
type Table = typeof TABLE;
type Verb = keyof Table;
type FieldsOf = { readonly [One in Verb]: StepFields<Table[One]['fields']> };

/** One call of an executor. */
export type Step<One extends Verb = Verb> = { [Each in One]: { readonly verb: Each } & FieldsOf[Each] }[One];

/** A row that asks for what the helper does not know does not compile. */
export const STEPS: {
  readonly [One in Verb]: StepRow<Step<One>, HelperVerb>;
} = TABLE;

/** What the helper is asked for. */
export function callOf<One extends Verb>(step: Step<One>, own: OwnHelper): HelperCall<HelperVerb> {
  const call = STEPS[step.verb].call(step, own);
  const { aroundConfext, trial } = step;
  const around = {
    ...(aroundConfext === undefined ? {} : { aroundConfext }),
    ...(trial === undefined ? {} : { trial }),
  };
  return { ...call, parameters: { ...call.parameters, ...around } };
}

/** Whether what a step writes stands below /etc. @param isEntryThere whether the entry of its name does */
export function writesEtc<One extends Verb>(step: Step<One>, isEntryThere: boolean): boolean {
  return STEPS[step.verb].writesEtc?.(step, isEntryThere) === true;
}

/** Whether the helper can take a step back by itself. */
export function goesBack<One extends Verb>(step: Step<One>): boolean {
  return STEPS[step.verb].goesBack?.(step) === true;
}

/** The image that a step keeps as a version, with the name that it is one of; null where it keeps none. */
export function keptBy<One extends Verb>(step: Step<One>): (PlacedVersion & { readonly name: string }) | null {
  return STEPS[step.verb].keeps?.(step) ?? null;
}

const rowOf = ({ verb }: { readonly verb: Verb }): StepRow<never> => STEPS[verb];

/** Whether a step makes a version current, which a merge that fails takes back. */
export const makesCurrent = (step: { readonly verb: Verb }): boolean => rowOf(step).makesCurrent === true;

/** Whether nobody has looked at what a step brings. */
export const bringsUnseen = (step: { readonly verb: Verb }): boolean => rowOf(step).bringsUnseen === true;
