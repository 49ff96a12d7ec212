import { firstNames } from '../../messages/first-names.ts';
import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import { isMerging, type PlanFacts } from './plan-facts.ts';

/** A merge takes everything that fits, not only what was asked for. */
export const alsoMerged = rule(
  ['also-merged'],
  'systemd-sysext(8): merge and refresh take all extensions that are there and fit',
  (facts: PlanFacts) => {
    const { class: extensionClass, toggles, files, merged, prediction } = facts;
    const asked = new Set([...toggles, ...files.map(({ change }) => change)].map(({ name }) => name));
    if (!isMerging(facts) || asked.size === 0 || prediction.fails.length > 0) return [];
    const extra = prediction.layers.filter((name) => merged?.includes(name) !== true && !asked.has(name));
    if (extra.length === 0) return [];
    return [
      {
        id: 'also-merged',
        severity: 'note',
        subject: { kind: 'class', class: extensionClass },
        message: messageOf('diagnosis.also-merged', { names: firstNames(extra) }),
      },
    ];
  },
);
