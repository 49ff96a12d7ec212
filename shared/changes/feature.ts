/** Switching an optional feature of systemd-sysupdate (sysupdate.features(5)). */
import { type Message, messageOf } from '../messages/message.ts';
import { keptAction } from './action.ts';
import { AROUND_CONFEXT } from './merge.ts';
import { backTo, type ChangeOf, type ChangeRow, type HelperCall, type StepOf, type Zod } from './row.ts';
import { wordingOf } from './wording.ts';

export const FEATURE_ACTIONS = {
  'set-feature': keptAction(
    'switch an optional part of what root’s own transfer files fetch on or off',
    'Switch an optional feature of updates',
    'switch an optional feature of what systemd-sysupdate keeps current',
    AROUND_CONFEXT,
  ),
};

const changeFields = (z: Zod) => ({
  /** Empty for the plain `sysupdate.d`. */
  component: z.string(),
  /** null leaves it to whoever defines it. */
  isOn: z.boolean().nullable(),
});
type FeatureChange = ChangeOf<'feature', typeof changeFields>;

/**
 * @param component empty for the plain `sysupdate.d`
 * @param isOn null leaves it to whoever defines it
 */
export const switchFeature = (name: string, component: string, isOn: boolean | null): FeatureChange => ({
  verb: 'feature',
  class: 'sysext',
  name,
  component,
  isOn,
});

const TURN_ON = wordingOf('change.button-turn-on', 'change.title-turn-on', 'change.did-turn-on');

const TURN_OFF = wordingOf('change.button-turn-off', 'change.title-turn-off', 'change.did-turn-off');

const LEAVE = wordingOf('change.button-leave', 'change.title-leave', 'change.did-leave');

export const FEATURE_CHANGES = {
  feature: {
    fields: changeFields,
    group: 'updates',
    isApart: true,
    words: ({ name, isOn }) => ({ wording: isOn === null ? LEAVE : isOn ? TURN_ON : TURN_OFF, item: name }),
    step: (change): FeatureStep => ({
      verb: 'set-feature',
      class: change.class,
      name: change.name,
      component: change.component,
      enabled: change.isOn,
      sentence: sentenceOf(change),
    }),
    undo: (change, before) =>
      change.isOn === null ? backTo(before.adopted) : { to: 'change', change: { ...change, isOn: !change.isOn } },
  } satisfies ChangeRow<FeatureChange>,
};

function sentenceOf({ name, isOn }: FeatureChange): Message {
  if (isOn === null) return messageOf('change.leave-feature-to-whoever-defines-it', { name });
  return isOn ? messageOf('change.switch-feature-on', { name }) : messageOf('change.switch-feature-off', { name });
}

const stepFields = (z: Zod) => ({ name: z.string(), component: z.string(), enabled: z.boolean().nullable() });
type FeatureStep = StepOf<'set-feature', typeof stepFields>;

export const FEATURE_STEPS = {
  'set-feature': {
    fields: stepFields,
    writesEtc: () => true,
    call: ({
      verb,
      class: extensionClass,
      name: feature,
      component,
      enabled,
    }: FeatureStep): HelperCall<keyof typeof FEATURE_ACTIONS> => ({
      verb,
      parameters: { class: extensionClass, component, feature, enabled },
    }),
  },
};
