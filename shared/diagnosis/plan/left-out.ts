import { isInstall } from '../../changes/install.ts';
import { switchesOn } from '../../changes/switch.ts';
import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { PlanFacts } from './plan-facts.ts';

/** What is switched on or installed, and will not be merged all the same. */
export const leftOut = rule(
  ['left-out'],
  'systemd-sysext(8): the fields of extension-release that have to match those of os-release',
  ({ class: extensionClass, toggles, files, later, prediction }: PlanFacts) => {
    const changes = [...toggles, ...files.map(({ change }) => change)];
    return changes.flatMap((change) => {
      if (!switchesOn(change) && !isInstall(change)) return [];
      const { name } = change;
      const entry = later.find((one) => one.name === name && one.class === extensionClass && one.listed);
      const verdict = entry === undefined ? undefined : prediction.entries.get(entry.path)?.verdict;
      if (verdict?.compatible !== false || prediction.layers.includes(name)) return [];
      return [
        {
          id: 'left-out',
          severity: 'warning',
          subject: { kind: 'extension', class: extensionClass, name, inside: '' },
          message: messageOf('diagnosis.will-not-be-merged-all-the-same', { name, reason: verdict.message }),
        },
      ];
    });
  },
);
