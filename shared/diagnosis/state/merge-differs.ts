import { firstNames } from '../../messages/first-names.ts';
import { joinTexts, messageOf } from '../../messages/message.ts';
import { type Found, rule } from '../rule.ts';
import { isMerged, type StateFacts } from './facts.ts';

/** What is merged is not what would be: something came, or does not fit any more. What is masked or gone is `still-merged`. */
export const mergeDiffers = rule(
  ['merge-differs'],
  'systemd-sysext(8): a merge stays as it is until the next refresh',
  (facts: Pick<StateFacts, 'isRunning' | 'extensions' | 'hierarchies' | 'next'>) =>
    facts.next.flatMap(({ class: extensionClass, layers, uncertain }): Found<'merge-differs'>[] => {
      const merged = new Set(
        facts.hierarchies.flatMap((one) => (one.class === extensionClass && one.merged ? one.extensions : [])),
      );
      const isThere = (name: string) =>
        facts.extensions.some((one) => one.merged && one.class === extensionClass && one.name === name);
      const come = layers.filter((name) => !merged.has(name));
      const go = [...merged].filter((name) => isThere(name) && !layers.includes(name) && !uncertain.includes(name));
      const isAny = isMerged(facts, extensionClass);
      // A tree that lies there is merged once it is booted.
      if ((come.length === 0 && go.length === 0) || !(isAny || facts.isRunning)) return [];
      const parts = [
        ...(come.length === 0 ? [] : [messageOf('diagnosis.next-merge-takes-in', { names: firstNames(come) })]),
        ...(go.length === 0 ? [] : [messageOf('diagnosis.next-merge-leaves-out', { names: firstNames(go) })]),
      ];
      return [
        {
          id: 'merge-differs',
          severity: isAny ? 'warning' : 'note',
          subject: { kind: 'class', class: extensionClass },
          message: joinTexts(parts, ' '),
          reason: messageOf('diagnosis.merge-stays-as-it-is'),
          nextStep: go[0] === undefined ? null : messageOf('diagnosis.look-why-it-is-left-out', { name: go[0] }),
          // What goes is not taken out by a press of a button.
          fix: go.length > 0 ? null : { changes: [], action: isAny ? 'refresh' : 'merge', classes: [extensionClass] },
        },
      ];
    }),
);
