import { switchTo } from '../../changes/switch.ts';
import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import { type EntryFacts, entrySubject } from './facts.ts';

/** A mask that stayed when what it masked went. */
export const maskWithoutTarget = rule(
  ['mask-without-target'],
  'systemd-sysext(8): an empty directory masks what has its name in lower directories',
  (facts: EntryFacts) => {
    const { isMask, listed, hidesLower } = facts;
    if (!isMask || !listed || hidesLower) return [];
    return [
      {
        id: 'mask-without-target',
        severity: 'warning',
        subject: entrySubject(facts),
        message: messageOf('extension.it-masks-name-that-no-other'),
        fix: { changes: [switchTo(true, facts)], action: 'none', classes: [] },
      },
    ];
  },
);
