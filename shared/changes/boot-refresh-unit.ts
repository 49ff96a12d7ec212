/** Whether services of extensions are started at boot by a unit of ours, where systemd does not start them. */
import { messageOf } from '../messages/message.ts';
import { BOOT_REFRESH_UNIT } from '../systemd/boot-refresh-unit.ts';
import { keptAction } from './action.ts';
import { AROUND_CONFEXT } from './merge.ts';
import { type HelperCall, noFields, type StepOf } from './row.ts';

export const BOOT_REFRESH_ACTIONS = {
  'add-boot-refresh-unit': keptAction(
    'have the services of extensions started at boot',
    'Start services of system extensions at boot',
    'start services of system extensions at every boot',
    AROUND_CONFEXT,
  ),
  'remove-boot-refresh-unit': keptAction(
    'have them not started any more',
    'Do not start services of system extensions at boot',
    'no longer start services of system extensions at boot',
    AROUND_CONFEXT,
  ),
};

type UnitStep = StepOf<keyof typeof BOOT_REFRESH_ACTIONS, typeof noFields>;
const setting = {
  fields: noFields,
  writesEtc: () => true,
  call: ({ verb, class: extensionClass }: UnitStep): HelperCall<UnitStep['verb']> => ({
    verb,
    parameters: { class: extensionClass },
  }),
};
export const BOOT_REFRESH_STEPS = { 'add-boot-refresh-unit': setting, 'remove-boot-refresh-unit': setting };

export function bootRefreshStep(on: boolean): UnitStep {
  const unit = BOOT_REFRESH_UNIT;
  return on
    ? {
        verb: 'add-boot-refresh-unit',
        class: 'sysext',
        sentence: messageOf('change.start-services-of-extensions-at-boot', { unit }),
      }
    : { verb: 'remove-boot-refresh-unit', class: 'sysext', sentence: messageOf('change.take-away', { unit }) };
}
