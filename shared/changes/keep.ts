/** A change on trial: the helper goes back by itself, unless somebody keeps it in time. */
import { messageOf } from '../messages/message.ts';
import { keptAction, verbsOf } from './action.ts';
import { type HelperCall, noFields, type StepOf } from './row.ts';

/** How long the question stands after the last step; seconds. */
export const TRIAL_SECONDS = 60;

export const KEEP_ACTIONS = {
  'keep-change': keptAction(
    'keep a change that would go back by itself',
    'Keep a change of system extensions',
    'keep the last change of system extensions',
  ),
  'go-back': keptAction(
    'take a change back that nobody has kept, to what the helper itself wrote down before it',
    'Take back a change of system extensions',
    'take back the last change of system extensions',
  ),
};

/** Whether a verb ends a trial, by keeping the change or by going back. */
export const endsTrial = (verb: string): boolean => Object.hasOwn(KEEP_ACTIONS, verb);
/** What the timer of a trial asks the helper for. */
export const GO_BACK = 'go-back';

/** What ends a trial goes with every merge. */
export const KEEPING = verbsOf(KEEP_ACTIONS);

type KeepStep = StepOf<'keep-change', typeof noFields>;
type GoBackStep = StepOf<'go-back', typeof noFields>;

export const KEEP_STEPS = {
  'keep-change': {
    fields: noFields,
    call: ({ verb, class: extensionClass }: KeepStep): HelperCall<KeepStep['verb']> => ({
      verb,
      parameters: { class: extensionClass },
    }),
  },
  'go-back': {
    fields: noFields,
    call: ({ verb, class: extensionClass }: GoBackStep): HelperCall<GoBackStep['verb']> => ({
      verb,
      parameters: { class: extensionClass, waits: false },
    }),
  },
};

/** How a trial is ended. */
export const keepStep = (keeps: boolean): KeepStep | GoBackStep =>
  keeps
    ? { verb: 'keep-change', class: 'confext', sentence: messageOf('change.keep') }
    : { verb: 'go-back', class: 'confext', sentence: messageOf('change.go-back-now') };
