/** Whether extensions are merged at boot. */
import { messageOf } from '../messages/message.ts';
import type { ExtensionClass } from '../systemd/classes.ts';
import { keptAction } from './action.ts';
import { AROUND_CONFEXT } from './merge.ts';
import { type HelperCall, noFields, type StepOf } from './row.ts';

export const AT_BOOT_ACTIONS = {
  'enable-at-boot': keptAction(
    'have extensions merged at boot',
    'Merge system extensions at boot',
    'merge system extensions at every boot',
    AROUND_CONFEXT,
  ),
  'disable-at-boot': keptAction(
    'have none merged at boot',
    'Do not merge system extensions at boot',
    'no longer merge system extensions at boot',
    AROUND_CONFEXT,
  ),
};

type AtBootStep = StepOf<keyof typeof AT_BOOT_ACTIONS, typeof noFields>;
const setting = {
  fields: noFields,
  writesEtc: () => true,
  call: ({ verb, class: extensionClass }: AtBootStep): HelperCall<AtBootStep['verb']> => ({
    verb,
    parameters: { class: extensionClass },
  }),
};
export const AT_BOOT_STEPS = { 'enable-at-boot': setting, 'disable-at-boot': setting };

export function atBootStep(extensionClass: ExtensionClass, on: boolean): AtBootStep {
  const unit = `systemd-${extensionClass}.service`;
  return on
    ? { verb: 'enable-at-boot', class: extensionClass, sentence: messageOf('change.merge-at-boot-enable', { unit }) }
    : {
        verb: 'disable-at-boot',
        class: extensionClass,
        sentence: messageOf('change.do-not-merge-at-boot-disable', { unit }),
      };
}
