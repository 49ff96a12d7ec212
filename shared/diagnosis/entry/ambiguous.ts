import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import { type EntryFacts, entrySubject } from './facts.ts';

/** Two of a name in one directory: which one is taken is nobody's choice. */
export const ambiguous = rule(
  ['ambiguous'],
  'image_discover() of systemd: the first that readdir(3) gives is taken',
  (facts: EntryFacts) =>
    facts.ambiguousWith.length === 0
      ? []
      : [
          {
            id: 'ambiguous',
            severity: 'warning',
            subject: entrySubject(facts),
            message: messageOf('extension.has-same-name-in-same-folder', { others: facts.ambiguousWith.join(', ') }),
          },
        ],
);
