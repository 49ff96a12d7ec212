/** Switching extensions on and off. */

import { firstNames } from '../messages/first-names.ts';
import { messageOf } from '../messages/message.ts';
import type { ExtensionClass } from '../systemd/classes.ts';
import { keptAction } from './action.ts';
import { COMES, GOES } from './merge.ts';
import { type ChangeOf, type ChangeRow, type HelperCall, type Named, noFields, type StepOf, type Zod } from './row.ts';
import { wordingOf } from './wording.ts';

export const SWITCH_ACTIONS = {
  mask: keptAction(
    'take extensions out that are there, by an empty folder of their name or by moving them aside',
    'Disable system extensions',
    'disable system extensions',
    GOES,
  ),
  unmask: keptAction(
    'let extensions count again that are there',
    'Enable system extensions',
    'enable system extensions',
    COMES,
  ),
};

export type Switch = ChangeOf<'enable' | 'disable', typeof noFields>;
const ENABLE = wordingOf('change.button-enable', 'change.title-enable', 'change.did-enable');
const DISABLE = wordingOf('change.button-disable', 'change.title-disable', 'change.did-disable');
const switching = {
  fields: noFields,
  group: 'switches',
  words: (change: Switch) => ({ wording: switchesOn(change) ? ENABLE : DISABLE, item: change.name }),
} as const satisfies ChangeRow<Switch>;
export const SWITCH_CHANGES = { enable: switching, disable: switching };

export const switchTo = (on: boolean, { class: extensionClass, name }: Named): Switch => ({
  verb: on ? 'enable' : 'disable',
  class: extensionClass,
  name,
});

type Verbed = { readonly verb: string };
export const isSwitch = <Change extends Verbed>(change: Change): change is Change & Switch =>
  Object.hasOwn(SWITCH_CHANGES, change.verb);
export const switchesOn = ({ verb }: Verbed): boolean => verb === 'enable';
export const switchesOff = ({ verb }: Verbed): boolean => verb === 'disable';

const maskFields = (z: Zod) => ({
  names: z.array(z.string()),
  /** Masking may move entries aside that are no symlinks. */
  allowMovingAside: z.boolean(),
});
type MaskStep = StepOf<'mask' | 'unmask', typeof maskFields>;
const masking = {
  fields: maskFields,
  goesBack: () => true,
  // Masks of configuration extensions stand in /var and /run.
  writesEtc: ({ class: extensionClass }: MaskStep) => extensionClass === 'sysext',
  call: ({
    verb,
    class: extensionClass,
    names,
    allowMovingAside,
  }: MaskStep): HelperCall<keyof typeof SWITCH_ACTIONS> => ({
    verb,
    parameters: { class: extensionClass, names, allowMovingAside },
  }),
};
export const SWITCH_STEPS = { mask: masking, unmask: masking };

/** What fits one call of the helper. */
const NAMES_A_STEP = 400;

/** The steps of all switches of a class: what goes, then what comes. */
export function switchSteps(
  extensionClass: ExtensionClass,
  changes: readonly Switch[],
  allowMovingAside: boolean,
): MaskStep[] {
  const stepsFor = (verb: MaskStep['verb'], names: readonly string[]): MaskStep[] => {
    const some = names.slice(0, NAMES_A_STEP);
    if (some.length === 0) return [];
    const sentence = messageOf(verb === 'mask' ? 'change.mask-names' : 'change.unmask-names', {
      names: firstNames(some),
    });
    const step: MaskStep = { verb, class: extensionClass, names: some, allowMovingAside, sentence };
    return [step, ...stepsFor(verb, names.slice(NAMES_A_STEP))];
  };
  const namesOf = (which: typeof switchesOn) => changes.filter(which).map(({ name }) => name);
  return [...stepsFor('mask', namesOf(switchesOff)), ...stepsFor('unmask', namesOf(switchesOn))];
}

/**
 * What takes a switch back.
 *
 * @param steps those of the plan
 * @param staysMerged whether other layers stay, so that nothing else would keep out what was switched on without having been
 *   masked
 * @returns null where nothing is to be taken back
 */
export function undoOfSwitch(change: Switch, steps: readonly Verbed[], staysMerged: boolean): Switch | null {
  const isOn = switchesOn(change);
  const isOnDisk = steps.some(
    (step) =>
      step.verb === (isOn ? 'unmask' : 'mask') &&
      (step as MaskStep).class === change.class &&
      (step as MaskStep).names.includes(change.name),
  );
  return isOnDisk || (isOn && staysMerged) ? switchTo(!isOn, change) : null;
}
