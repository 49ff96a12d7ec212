import { isRemove } from '../../changes/remove.ts';
import { switchesOff } from '../../changes/switch.ts';
import { type Message, messageOf } from '../../messages/message.ts';
import { maskDirectory, movedAsideDirectory } from '../../systemd/masking.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';
import type { PlanFacts } from './plan-facts.ts';

/** The extension goes that Veneer itself runs from, and with it the command that would bring it back. */
export const ownExtension = rule(
  ['own-extension'],
  'systemd-sysext(8): the files of an extension are there while it is merged',
  (facts: PlanFacts) => {
    const { class: extensionClass, runsFrom: name, merged, after, prediction } = facts;
    if (name === null || merged?.includes(name) !== true) return [];
    const goesNow = !after.includes(name);
    const goesLater = isTakenOut(facts, name) && !prediction.layers.includes(name);
    const isUncertain = prediction.uncertain.some((one) => one.name === name);
    if ((goesNow || goesLater) && !isUncertain)
      return [
        {
          id: 'own-extension',
          severity: 'warning',
          subject: inExtension({ class: extensionClass, name }),
          message: goesNow
            ? messageOf('diagnosis.own-goes-now', { name })
            : messageOf('diagnosis.own-goes-later', { name }),
          nextStep: wayBack(facts, name),
        },
      ];
    return [];
  },
);

const isTakenOut = ({ toggles, files }: PlanFacts, name: string): boolean =>
  toggles.some((one) => switchesOff(one) && one.name === name) ||
  files.some(({ change }) => isRemove(change) && change.name === name);

/** Without Veneer: what it is done with is there as long as systemd is. */
function wayBack({ class: extensionClass, toggles, later, extensions, rules }: PlanFacts, name: string): Message {
  const listed = (all: PlanFacts['later']) =>
    all.find((one) => one.class === extensionClass && one.name === name && one.listed);
  const counts = listed(later);
  if (counts?.masks === true) return messageOf('diagnosis.own-back-unmask', { path: counts.path });
  const entry = listed(extensions);
  if (entry !== undefined && toggles.some((one) => switchesOff(one) && one.name === name)) {
    const at = entry.path.lastIndexOf('/');
    const folder = entry.path.slice(0, at);
    if (entry.disable === 'move-aside') {
      const kept = `${movedAsideDirectory(folder)}${entry.path.slice(at)}`;
      return messageOf('diagnosis.own-back-move', { kept, folder: `${folder}/` });
    }
    const path = `${maskDirectory(folder, extensionClass, rules) ?? folder}/${name}`;
    return messageOf('diagnosis.own-back-unmask', { path });
  }
  if (counts === undefined) return messageOf('diagnosis.own-back-image', { name });
  return counts.verdict.compatible === false
    ? messageOf('diagnosis.own-back-force')
    : messageOf('diagnosis.own-back-refresh');
}
