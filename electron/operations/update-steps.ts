/** The steps of what systemd-sysupdate does, and of what is decided on the versions of a name. */
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Step } from '../../shared/model/plan.ts';
import type { Adoption, Adoptions } from './adoption.ts';
import { withAdoption } from './file-steps.ts';

export type UpdateChange = Extract<Change, { verb: 'update' | 'vacuum-transfer' | 'follow' | 'pin' | 'feature' }>;

const VERBS = new Set<Change['verb']>(['update', 'vacuum-transfer', 'follow', 'pin', 'feature']);

export const isUpdateChange = (change: Change): change is UpdateChange => VERBS.has(change.verb);

export const updateSteps = (changes: readonly UpdateChange[], adoptions: Adoptions): Step[] =>
  changes.map((change) => stepOf(change, adoptions.get(change) ?? null));

function stepOf(change: UpdateChange, adopted: Adoption | null): Step {
  const { class: extensionClass, name } = change;
  switch (change.verb) {
    case 'update': {
      const { component, version } = change;
      const sentence =
        version === null ? messageOf('change.update', { name }) : messageOf('change.update-to', { name, version });
      return {
        verb: 'update',
        class: extensionClass,
        name: component,
        version,
        adopts: adopted === null ? null : adoptsOf(adopted),
        sentence: withAdoption(sentence, adopted),
      };
    }
    case 'vacuum-transfer': {
      const sentence = messageOf('change.let-systemd-sysupdate-delete-old-versions', { name });
      return { verb: 'vacuum-transfer', class: extensionClass, name: change.component, sentence };
    }
    case 'follow':
      return followStep(change);
    case 'feature': {
      const { component, isOn } = change;
      return {
        verb: 'set-feature',
        class: extensionClass,
        name,
        component,
        enabled: isOn,
        sentence: featureSentence(change),
      };
    }
    case 'pin': {
      const { version, held } = change;
      return { verb: 'pin', class: extensionClass, name, version, held, sentence: pinSentence(change) };
    }
  }
}

const adoptsOf = ({ name, store, version, architecture }: Adoption) => ({
  name,
  store: store.store,
  version,
  architecture,
});

function followStep({ class: extensionClass, name, transfer }: Extract<Change, { verb: 'follow' }>): Step {
  if (transfer === null) {
    const sentence = messageOf('change.stop-looking-for-new-versions-of', { name });
    return { verb: 'remove-transfer', class: extensionClass, name, sentence };
  }
  const sentence = messageOf('change.look-for-new-versions-of-at', { name, address: transfer.url });
  return { verb: 'write-transfer', class: extensionClass, name, transfer, sentence };
}

function featureSentence({ name, isOn }: Extract<Change, { verb: 'feature' }>): Message {
  if (isOn === null) return messageOf('change.leave-feature-to-whoever-defines-it', { name });
  return isOn ? messageOf('change.switch-feature-on', { name }) : messageOf('change.switch-feature-off', { name });
}

function pinSentence({ name, version, held }: Extract<Change, { verb: 'pin' }>): Message {
  if (version !== null) return messageOf('change.pin-to', { name, version });
  return held ? messageOf('change.hold-updates-of', { name }) : messageOf('change.let-have-updates-again', { name });
}
