/** Naming the version that is current once another release of an OS runs. */
import { type OsIdentity, osTitle } from '../images/for-os.ts';
import { type Message, messageOf } from '../messages/message.ts';
import type { InstallImage } from '../model/change-parts.ts';
import { keptAction, verbsOf } from './action.ts';
import { AROUND_CONFEXT } from './merge.ts';
import type { ChangeOf, ChangeRow, HelperCall, Named, Parts, StepOf, Zod } from './row.ts';
import { withVersion, wordingOf } from './wording.ts';

export const FOR_OS_ACTIONS = {
  'set-for-os': keptAction(
    'name, of the versions that were installed, the one that counts from the first boot of another OS release on',
    'Choose a version of a system extension for another OS release',
    'choose which installed version of a system extension counts once another OS release runs',
    AROUND_CONFEXT,
  ),
};

/** What goes with storing an image for another OS. */
export const FOR_OS = verbsOf(FOR_OS_ACTIONS);

const changeFields = (_z: Zod, { OsName, InstallImage }: Parts) => ({
  os: OsName,
  /** null names none any more. */
  image: InstallImage.nullable(),
});
export type ForOsChange = ChangeOf<'for-os', typeof changeFields>;

/** @param image null names none any more */
export const nameForOs = (
  { class: extensionClass, name }: Named,
  os: OsIdentity,
  image: InstallImage | null,
): ForOsChange => ({
  verb: 'for-os',
  class: extensionClass,
  name,
  os,
  image,
});

const PREPARE = wordingOf('change.button-prepare', 'change.title-prepare', 'change.did-prepare');

const FORGET = wordingOf('change.button-forget', 'change.title-forget', 'change.did-forget');

export const FOR_OS_CHANGES = {
  'for-os': {
    fields: changeFields,
    group: 'other-os',
    isApart: true,
    words: ({ name, os, image }) => ({
      wording: image === null ? FORGET : PREPARE,
      item: `${withVersion(name, image?.version ?? null)} (${osTitle(os)})`,
    }),
    step: ({ class: extensionClass, name, os, image }): ForOsStep => ({
      verb: 'set-for-os',
      class: extensionClass,
      name,
      os,
      stored: image === null ? null : { version: image.version, architecture: image.architecture },
      sentence: sentenceOf(name, os, image),
    }),
    // Back to what was meant for that release before.
    undo: (change, before) => {
      const was = before.preparedFor(change, change.os);
      const image = was === null ? null : { source: null, sha256: null, ...was, place: 'kept' as const, keep: null };
      return { to: 'change', change: nameForOs(change, change.os, image) };
    },
  } satisfies ChangeRow<ForOsChange>,
};

function sentenceOf(name: string, os: OsIdentity, image: InstallImage | null): Message {
  if (image === null) return messageOf('change.forget-which-version-of-is-meant', { name, os: osTitle(os) });
  return messageOf('change.make-current-from-when-runs', { name, version: image.version, os: osTitle(os) });
}

const stepFields = (z: Zod, { OsName, VersionedAs }: Parts) => ({
  name: z.string(),
  os: OsName,
  stored: VersionedAs.nullable(),
});
type ForOsStep = StepOf<'set-for-os', typeof stepFields>;

export const FOR_OS_STEPS = {
  'set-for-os': {
    fields: stepFields,
    writesEtc: () => true,
    call: ({ verb, class: extensionClass, name, os, stored }: ForOsStep): HelperCall<keyof typeof FOR_OS_ACTIONS> => ({
      verb,
      parameters: { class: extensionClass, name, id: os.id, osVersion: os.version, stored },
    }),
  },
};
