import { messageOf } from '../../messages/message.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';
import type { InsideFacts } from './facts.ts';

/** The second is what SELinux makes of a label that its policy does not know; undefined where it could not be told. */
export const isWithout = (type: string | null | undefined): boolean => type === null || type === 'unlabeled_t';

/** Files that a host with SELinux will not let anybody use as they are meant to be. */
export const unlabelled = rule(['unlabelled'], 'selinux(8): security.selinux', (facts: InsideFacts) =>
  facts.isSeen && facts.isFile && facts.enforcesSelinux && isWithout(facts.attributes?.selinuxType)
    ? [
        {
          id: 'unlabelled',
          severity: 'warning',
          subject: inExtension(facts, facts.path),
          message: messageOf('extension.has-no-selinux-label-which-this'),
        },
      ]
    : [],
);
