/** Giving an image the name that its release file has. */
import { messageOf } from '../messages/message.ts';
import { keptAction } from './action.ts';
import { GOES } from './merge.ts';
import type { ChangeOf, ChangeRow, HelperCall, Named, StepOf, Zod } from './row.ts';
import { wordingOf } from './wording.ts';

export const RENAME_ACTIONS = {
  rename: keptAction(
    'give an image of a search directory another name there, never over what is there',
    'Rename a system extension',
    'rename a system extension',
    GOES,
  ),
};

const fields = (z: Zod) => ({
  /** The name that it gets. */
  to: z.string(),
});
export type RenameChange = ChangeOf<'rename', typeof fields>;

export const requestRename = ({ class: extensionClass, name }: Named, to: string): RenameChange => ({
  verb: 'rename',
  class: extensionClass,
  name,
  to,
});

export const isRename = <Change extends { readonly verb: string }>(change: Change): change is Change & RenameChange =>
  change.verb === 'rename';

const RENAME = wordingOf('change.button-rename', 'change.title-rename', 'change.did-rename');

export const RENAME_CHANGES = {
  rename: {
    fields,
    group: 'files',
    words: ({ name, to }) => ({ wording: RENAME, item: `${name} → ${to}` }),
    step: (change): RenameStep => ({
      ...change,
      sentence: messageOf('change.rename-to', { name: change.name, to: change.to }),
    }),
    undo: (change) => ({ to: 'change', change: requestRename({ ...change, name: change.to }, change.name) }),
  } satisfies ChangeRow<RenameChange>,
};

const stepFields = (z: Zod) => ({ name: z.string(), ...fields(z) });
type RenameStep = StepOf<'rename', typeof stepFields>;

export const RENAME_STEPS = {
  rename: {
    fields: stepFields,
    writesEtc: (_step: RenameStep, isEntryThere: boolean) => isEntryThere,
    call: ({ verb, class: extensionClass, name, to }: RenameStep): HelperCall<keyof typeof RENAME_ACTIONS> => ({
      verb,
      parameters: { class: extensionClass, name, to },
    }),
  },
};
