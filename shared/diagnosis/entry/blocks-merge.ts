import { messageOf } from '../../messages/message.ts';
import { disableFix } from '../disable-fix.ts';
import { renameFix } from '../rename-fix.ts';
import { rule } from '../rule.ts';
import { type EntryFacts, entrySubject } from './facts.ts';

/** The entry that ends every merge; the host says so too, by `merge-fails`. */
export const blocksMerge = rule(
  ['blocks-merge'],
  'systemd-sysext(8), and merges of 252, 257 and 262 that were recorded',
  (facts: EntryFacts) =>
    facts.failsMerge === null
      ? []
      : [
          {
            id: 'blocks-merge',
            severity: 'danger',
            subject: entrySubject(facts),
            message: messageOf('extension.every-merge-fails-while-it-is'),
            reason: facts.failsMerge,
            nextStep: facts.mends,
            fix: renameFix(facts, facts.mends, facts.isTaken) ?? disableFix(facts),
          },
        ],
);
