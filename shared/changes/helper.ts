/** Whether the helper stands where it lasts, with polkit actions of its own. */
import { messageOf } from '../messages/message.ts';
import { everyTime } from './action.ts';
import { type HelperCall, noFields, type OwnHelper, type StepOf } from './row.ts';

export const HELPER_ACTIONS = {
  'add-helper': everyTime(
    'put the helper itself where it lasts: from a file of root’s, or one of the hash that the question names',
    'Install the helper of Veneer',
    'install the helper that changes system extensions: $(command_line)',
  ),
  'remove-helper': everyTime(
    'take it away again',
    'Remove the helper of Veneer',
    'remove the helper that changes system extensions',
  ),
};

type AddStep = StepOf<'add-helper', typeof noFields>;
type RemoveStep = StepOf<'remove-helper', typeof noFields>;

export const HELPER_STEPS = {
  'add-helper': {
    fields: noFields,
    call: ({ verb, class: extensionClass }: AddStep, { sha256 }: OwnHelper): HelperCall<AddStep['verb']> => ({
      verb,
      parameters: { class: extensionClass, sha256 },
    }),
  },
  'remove-helper': {
    fields: noFields,
    call: ({ verb, class: extensionClass }: RemoveStep): HelperCall<RemoveStep['verb']> => ({
      verb,
      parameters: { class: extensionClass },
    }),
  },
};

export const helperStep = (on: boolean): AddStep | RemoveStep =>
  on
    ? { verb: 'add-helper', class: 'sysext', sentence: messageOf('change.install-helper-and-its-polkit-actions') }
    : { verb: 'remove-helper', class: 'sysext', sentence: messageOf('change.remove-helper-and-its-polkit-actions') };
