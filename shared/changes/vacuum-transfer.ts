/** Letting systemd-sysupdate delete old versions, where they are in a layout of its own. */
import { messageOf } from '../messages/message.ts';
import { keptAction } from './action.ts';
import type { ChangeOf, ChangeRow, HelperCall, Named, StepOf, Zod } from './row.ts';
import { DELETE_OLD } from './wording.ts';

export const VACUUM_TRANSFER_ACTIONS = {
  'vacuum-transfer': keptAction(
    'let systemd-sysupdate delete old versions',
    'Delete old versions that systemd-sysupdate keeps',
    'delete old versions of a system extension',
  ),
};

const changeFields = (z: Zod) => ({ component: z.string() });
type VacuumTransferChange = ChangeOf<'vacuum-transfer', typeof changeFields>;

export const requestVacuumTransfer = (
  { class: extensionClass, name }: Named,
  component: string,
): VacuumTransferChange => ({
  verb: 'vacuum-transfer',
  class: extensionClass,
  name,
  component,
});

export const isVacuumTransfer = <Change extends { readonly verb: string }>(
  change: Change,
): change is Change & VacuumTransferChange => change.verb === 'vacuum-transfer';

export const VACUUM_TRANSFER_CHANGES = {
  'vacuum-transfer': {
    fields: changeFields,
    group: 'updates',
    mayBeNew: true,
    words: ({ name }) => ({ wording: DELETE_OLD, item: name }),
    step: ({ verb, class: extensionClass, name, component }): VacuumTransferStep => ({
      verb,
      class: extensionClass,
      name: component,
      sentence: messageOf('change.let-systemd-sysupdate-delete-old-versions', { name }),
    }),
    undo: () => null,
  } satisfies ChangeRow<VacuumTransferChange>,
};

const stepFields = (z: Zod) => ({ name: z.string() });
type VacuumTransferStep = StepOf<'vacuum-transfer', typeof stepFields>;

export const VACUUM_TRANSFER_STEPS = {
  'vacuum-transfer': {
    fields: stepFields,
    call: ({
      verb,
      class: extensionClass,
      name,
    }: VacuumTransferStep): HelperCall<keyof typeof VACUUM_TRANSFER_ACTIONS> => ({
      verb,
      parameters: { class: extensionClass, name },
    }),
  },
};
