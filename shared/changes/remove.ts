/** Removing an extension. */
import { type Message, messageOf } from '../messages/message.ts';
import { keptAction, verbsOf } from './action.ts';
import { UNFOLLOW_ACTIONS } from './follow.ts';
import { GOES } from './merge.ts';
import { backTo, type ChangeOf, type ChangeRow, type HelperCall, type Named, type StepOf, type Zod } from './row.ts';
import { wordingOf } from './wording.ts';

export const REMOVE_ACTIONS = {
  remove: keptAction(
    'remove an extension, with its versions where that is asked for',
    'Remove a system extension',
    'remove a system extension',
    [...GOES, ...verbsOf(UNFOLLOW_ACTIONS)],
  ),
};

const fields = (z: Zod) => ({
  /** Deletes its stored versions as well; then it cannot be taken back. */
  purge: z.boolean(),
});
export type RemoveChange = ChangeOf<'remove', typeof fields>;

export const requestRemoval = ({ class: extensionClass, name }: Named, purge = false): RemoveChange => ({
  verb: 'remove',
  class: extensionClass,
  name,
  purge,
});

export const isRemove = <Change extends { readonly verb: string }>(change: Change): change is Change & RemoveChange =>
  change.verb === 'remove';

const REMOVE = { ...wordingOf('change.button-remove', 'change.title-remove', 'change.did-remove'), destroys: true };

export const REMOVE_CHANGES = {
  remove: {
    fields,
    group: 'files',
    words: ({ name }) => ({ wording: REMOVE, item: name }),
    step: (change, host): RemoveStep => ({ ...change, sentence: sentenceOf(change, host.masksOf(change)) }),
    undo: (change, before) =>
      change.purge || before.wasLinked(change) !== true ? null : backTo(before.current(change)),
  } satisfies ChangeRow<RemoveChange>,
};

function sentenceOf({ name, purge }: RemoveChange, masks: readonly string[]): Message {
  if (!purge) return messageOf('change.remove', { name });
  return masks.length === 0
    ? messageOf('change.remove-and-all-its-versions', { name })
    : messageOf('change.remove-all-and-its-mask', { name, path: masks.join(', ') });
}

const stepFields = (z: Zod) => ({ name: z.string(), ...fields(z) });
type RemoveStep = StepOf<'remove', typeof stepFields>;

export const REMOVE_STEPS = {
  remove: {
    fields: stepFields,
    writesEtc: (_step: RemoveStep, isEntryThere: boolean) => isEntryThere,
    call: ({ verb, class: extensionClass, name, purge }: RemoveStep): HelperCall<keyof typeof REMOVE_ACTIONS> => ({
      verb,
      parameters: { class: extensionClass, name, purge },
    }),
  },
};
