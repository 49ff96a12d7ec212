import { isRemove } from '../../changes/remove.ts';
import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { PlanFacts } from './plan-facts.ts';

/** What is removed hid another entry of its name. */
export const noLongerHidden = rule(
  ['no-longer-hidden'],
  'systemd-sysext(8): of one name, the entry of the highest search directory counts',
  ({ class: extensionClass, files, later }: PlanFacts) =>
    files.flatMap(({ change }) => {
      const { name } = change;
      const next = later.find((one) => one.class === extensionClass && one.name === name && one.listed);
      if (!isRemove(change) || next === undefined || next.masks) return [];
      return [
        {
          id: 'no-longer-hidden',
          severity: 'warning',
          subject: { kind: 'entry', class: extensionClass, path: next.path },
          message: messageOf('diagnosis.is-no-longer-hidden', { path: next.path }),
        },
      ];
    }),
);
