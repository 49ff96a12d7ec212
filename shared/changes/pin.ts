/** Pinning an extension to a version, or holding its updates. */
import { type Message, messageOf } from '../messages/message.ts';
import { keptAction } from './action.ts';
import { AROUND_CONFEXT } from './merge.ts';
import { backTo, type ChangeOf, type ChangeRow, type HelperCall, type Named, type StepOf, type Zod } from './row.ts';
import { withVersion, wordingOf } from './wording.ts';

export const PIN_ACTIONS = {
  pin: keptAction(
    'keep a version, or hold updates',
    'Pin a system extension to a version',
    'pin a system extension to a version, or to hold its updates',
    AROUND_CONFEXT,
  ),
};

const fields = (z: Zod) => ({
  /** The version that stays; null for none. */
  version: z.string().nullable(),
  held: z.boolean(),
});
type PinChange = ChangeOf<'pin', typeof fields>;

/**
 * @param version the one that stays; null for none
 * @param held whether no update is made though no version is named
 */
export const requestPin = (
  { class: extensionClass, name }: Named,
  version: string | null,
  held: boolean,
): PinChange => ({
  verb: 'pin',
  class: extensionClass,
  name,
  version,
  held,
});

const PIN = wordingOf('change.button-pin', 'change.title-pin', 'change.did-pin');

const HOLD = wordingOf('change.button-hold', 'change.title-hold', 'change.did-hold');

const RELEASE = wordingOf('change.button-release', 'change.title-release', 'change.did-release');

export const PIN_CHANGES = {
  pin: {
    fields,
    group: 'updates',
    isApart: true,
    words: ({ name, version, held }) => ({
      wording: version !== null ? PIN : held ? HOLD : RELEASE,
      item: withVersion(name, version),
    }),
    step: (change): PinStep => ({ ...change, sentence: sentenceOf(change) }),
    // What was decided before is not told.
    undo: (_change, before) => backTo(before.adopted),
  } satisfies ChangeRow<PinChange>,
};

function sentenceOf({ name, version, held }: PinChange): Message {
  if (version !== null) return messageOf('change.pin-to', { name, version });
  return held ? messageOf('change.hold-updates-of', { name }) : messageOf('change.let-have-updates-again', { name });
}

const stepFields = (z: Zod) => ({ name: z.string(), ...fields(z) });
type PinStep = StepOf<'pin', typeof stepFields>;

export const PIN_STEPS = {
  pin: {
    fields: stepFields,
    writesEtc: () => true,
    call: ({ verb, class: extensionClass, name, version, held }: PinStep): HelperCall<keyof typeof PIN_ACTIONS> => ({
      verb,
      parameters: { class: extensionClass, name, version, held },
    }),
  },
};
