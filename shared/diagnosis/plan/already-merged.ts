import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { PlanFacts } from './plan-facts.ts';

/** A merge is asked for where there is one. */
export const alreadyMerged = rule(
  ['already-merged'],
  'systemd-sysext, verb_merge(): EBUSY where a hierarchy is merged',
  ({ class: extensionClass, action, merged, request }: PlanFacts) =>
    action !== 'merge' || merged === null
      ? []
      : [
          {
            id: 'already-merged',
            severity: 'danger',
            subject: { kind: 'class', class: extensionClass },
            message: messageOf('diagnosis.class-is-merged-already', { class: extensionClass }),
            nextStep: messageOf('diagnosis.refresh-instead'),
            fix: { changes: request.changes, action: 'refresh', classes: request.classes },
          },
        ],
);
