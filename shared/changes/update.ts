/** Letting systemd-sysupdate fetch a new version. */
import { messageOf } from '../messages/message.ts';
import { keptAction, verbsOf } from './action.ts';
import { MAKE_CURRENT_ACTIONS } from './install.ts';
import { COMES } from './merge.ts';
import {
  type Adopted,
  backTo,
  type ChangeOf,
  type ChangeRow,
  type HelperCall,
  type Named,
  type Parts,
  type StepOf,
  type Zod,
} from './row.ts';
import { withAdoption } from './with-adoption.ts';
import { UPDATE, withVersion } from './wording.ts';

export const UPDATE_ACTIONS = {
  update: keptAction(
    'fetch new versions from the sources that are set',
    'Update system extensions',
    'update a system extension',
    // What came and does not fit is taken back by the version before it.
    [...verbsOf(MAKE_CURRENT_ACTIONS), ...COMES],
  ),
};

const changeFields = (z: Zod) => ({
  /** Of systemd-sysupdate, which installs it. */
  component: z.string(),
  version: z.string().nullable(),
});
export type UpdateChange = ChangeOf<'update', typeof changeFields>;

/** @param version null for the newest that there is */
export const requestUpdate = (
  { class: extensionClass, name }: Named,
  component: string,
  version: string | null,
): UpdateChange => ({ verb: 'update', class: extensionClass, name, component, version });

export const isUpdate = <Change extends { readonly verb: string }>(change: Change): change is Change & UpdateChange =>
  change.verb === 'update';

export const UPDATE_CHANGES = {
  update: {
    fields: changeFields,
    group: 'updates',
    mayBeNew: true,
    words: ({ name, version }, { versionNow }) => ({
      wording: UPDATE,
      item: version === null || versionNow === null ? withVersion(name, version) : `${name} ${versionNow} → ${version}`,
    }),
    step: ({ verb, class: extensionClass, name, component, version }, { adopted }): UpdateStep => ({
      verb,
      class: extensionClass,
      name: component,
      version,
      adopts: adopted === null ? null : adoptsOf(adopted),
      sentence: withAdoption(
        version === null ? messageOf('change.update', { name }) : messageOf('change.update-to', { name, version }),
        adopted,
      ),
    }),
    // Back to the version before, or away with what came new.
    undo: (change, before) => {
      if (before.adopted !== null) return backTo(before.adopted);
      return before.isThere(change) ? backTo(before.current(change)) : { to: 'nothing of the name' };
    },
  } satisfies ChangeRow<UpdateChange>,
};

const adoptsOf = ({ name, store, version, architecture }: Adopted) => ({
  name,
  store: store.store,
  version,
  architecture,
});

const stepFields = (z: Zod, { VersionedAs }: Parts) => ({
  /** The component of systemd-sysupdate. */
  name: z.string(),
  version: z.string().nullable(),
  /** The image that systemd-sysupdate would put its link over, kept as a version of its `name`; null where there is none. */
  adopts: VersionedAs.extend({ name: z.string(), store: z.string() }).nullable(),
});
type UpdateStep = StepOf<'update', typeof stepFields>;

export const isUpdateStep = <Step extends { readonly verb: string }>(step: Step): step is Step & UpdateStep =>
  step.verb === 'update';

export const UPDATE_STEPS = {
  update: {
    fields: stepFields,
    makesCurrent: true,
    keeps: ({ adopts }: UpdateStep) => {
      if (adopts === null) return null;
      const { name, version, architecture } = adopts;
      return { name, version, architecture, place: 'kept' as const };
    },
    bringsUnseen: true,
    call: ({
      verb,
      class: extensionClass,
      name,
      version,
      adopts,
    }: UpdateStep): HelperCall<keyof typeof UPDATE_ACTIONS> => ({
      verb,
      parameters: { class: extensionClass, name, version, adopts },
    }),
  },
};
