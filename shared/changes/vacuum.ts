/** Deleting old versions of an extension. */
import { messageOf } from '../messages/message.ts';
import { keptAction } from './action.ts';
import type { ChangeOf, ChangeRow, HelperCall, Named, StepOf, Zod } from './row.ts';
import { DELETE_OLD } from './wording.ts';

export const VACUUM_ACTIONS = {
  vacuum: keptAction(
    'delete old versions, never one in use or pinned',
    'Delete old versions of a system extension',
    'delete old versions of a system extension',
  ),
};

const fields = (z: Zod) => ({
  /** How many old versions stay, 0 to 100. */
  keep: z.number().int().min(0).max(100),
});
type VacuumChange = ChangeOf<'vacuum', typeof fields>;

/** @param keep how many old versions stay, 0 to 100 */
export const requestVacuum = ({ class: extensionClass, name }: Named, keep: number): VacuumChange => ({
  verb: 'vacuum',
  class: extensionClass,
  name,
  keep,
});

export const isVacuum = <Change extends { readonly verb: string }>(change: Change): change is Change & VacuumChange =>
  change.verb === 'vacuum';

export const VACUUM_CHANGES = {
  vacuum: {
    fields,
    group: 'files',
    words: ({ name }) => ({ wording: DELETE_OLD, item: name }),
    step: ({ verb, class: extensionClass, name, keep }): VacuumStep => ({
      verb,
      class: extensionClass,
      name,
      keep,
      sentence: messageOf('change.delete-all-but-old-versions-of', { count: keep, name }),
    }),
    undo: () => null,
  } satisfies ChangeRow<VacuumChange>,
};

const stepFields = (z: Zod) => ({ name: z.string(), keep: z.number() });
type VacuumStep = StepOf<'vacuum', typeof stepFields>;

export const VACUUM_STEPS = {
  vacuum: {
    fields: stepFields,
    call: ({ verb, class: extensionClass, name, keep }: VacuumStep): HelperCall<keyof typeof VACUUM_ACTIONS> => ({
      verb,
      parameters: { class: extensionClass, name, keep },
    }),
  },
};
