import { messageOf } from '../../messages/message.ts';
import type { Diagnosis } from '../../model/diagnosis.ts';
import { rule } from '../rule.ts';

/** More is wrong with an extension than a plan tells. */
export const moreToKnow = rule(
  ['more-to-know'],
  'of one extension a plan tells no more than a person reads',
  ({ name, subject }: { readonly name: string } & Pick<Diagnosis, 'subject'>) => [
    {
      id: 'more-to-know',
      severity: 'note',
      subject,
      message: messageOf('diagnosis.there-is-more-to-know', { name }),
    },
  ],
);
