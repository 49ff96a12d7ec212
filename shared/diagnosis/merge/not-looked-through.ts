import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { MergeFacts } from './facts.ts';

/** What nobody looked at is said, never passed over as if it were fine. */
export const notLookedThrough = rule(
  ['not-looked-through'],
  'the time that Veneer gives itself before it answers',
  ({ class: extensionClass, notLookedThrough: count }: MergeFacts) =>
    count === 0
      ? []
      : [
          {
            id: 'not-looked-through',
            severity: 'warning',
            subject: { kind: 'class', class: extensionClass },
            message: messageOf('extension.extensions-were-not-looked-through-for', { count }),
          },
        ],
);
