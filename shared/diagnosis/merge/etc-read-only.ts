import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { MergeFacts } from './facts.ts';

/** What a merge of configuration does to all of /etc. */
export const etcReadOnly = rule(
  ['etc-read-only'],
  'systemd-sysext(8): --mutable=',
  ({ class: extensionClass, layers, turnsReadOnly }: MergeFacts) =>
    extensionClass !== 'confext' || !turnsReadOnly || layers.length === 0
      ? []
      : [
          {
            id: 'etc-read-only',
            severity: 'warning',
            subject: { kind: 'class', class: extensionClass },
            message: messageOf('extension.all-of-etc-is-read-only'),
          },
        ],
);
