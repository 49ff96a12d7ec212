import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { PlanFacts } from './plan-facts.ts';

/** What is written below a read-only /etc: configuration extensions are taken out for it. */
export const etcOpened = rule(
  ['etc-opened'],
  'systemd-confext(8): /etc is read-only while it is merged, but with --mutable=',
  ({ class: extensionClass, isReopened }: PlanFacts) =>
    !isReopened
      ? []
      : [
          {
            id: 'etc-opened',
            severity: 'note',
            subject: { kind: 'class', class: extensionClass },
            message: messageOf('diagnosis.etc-is-opened'),
          },
        ],
);
