import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { PlanFacts } from './plan-facts.ts';

/** Masks of system extensions go into /etc, over which configuration extensions lie. */
export const readOnlyEtc = rule(
  ['read-only-etc'],
  'systemd-confext(8): /etc is read-only while it is merged, but with --mutable=',
  ({ class: extensionClass, masking, hierarchies }: PlanFacts) => {
    const isCovered = hierarchies.some((one) => one.class === 'confext' && one.merged && !one.writable);
    if (extensionClass !== 'sysext' || masking.length === 0 || !isCovered) return [];
    return [
      {
        id: 'read-only-etc',
        severity: 'danger',
        subject: { kind: 'class', class: 'confext' },
        message: messageOf('diagnosis.mask-in-read-only-etc'),
        nextStep: messageOf('diagnosis.unmerge-first-and-merge-again'),
        fix: { changes: [], action: 'unmerge', classes: ['confext'] },
      },
    ];
  },
);
