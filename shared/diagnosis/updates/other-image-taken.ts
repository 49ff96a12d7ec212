import { messageOf } from '../../messages/message.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';
import type { FollowedFacts } from './followed-facts.ts';

/** Where images of several names lie side by side, systemd-sysupdate counts, and deletes, what fits the patterns of one. */
export const otherImageTaken = rule(
  ['other-image-taken'],
  'sysupdate.d(5): MatchPattern= and InstancesMax= of [Target]; measured on 257',
  (facts: FollowedFacts) => {
    const { bySysupdate, otherImage: file, name } = facts;
    if (!bySysupdate || file === null) return [];
    return [
      {
        id: 'other-image-taken',
        severity: 'warning',
        subject: inExtension(facts),
        message: messageOf('diagnosis.systemd-sysupdate-takes-for-version', { file, name }),
        nextStep: messageOf('diagnosis.give-folder-of-its-own', { name }),
      },
    ];
  },
);
