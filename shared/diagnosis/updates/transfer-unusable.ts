import { messageOf } from '../../messages/message.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';
import type { FollowedFacts } from './followed-facts.ts';

/** systemd gives up on its transfer files, or they are of a kind that is followed by systemd-sysupdate alone. */
export const transferUnusable = rule(
  ['transfer-unusable'],
  'sysupdate.d(5), and what systemd-sysupdate of 257 and 262 was measured to refuse',
  (facts: FollowedFacts) => {
    const { component, refusal } = facts;
    if (refusal === null) return [];
    const command = ['systemd-sysupdate', ...(component === '' ? [] : ['-C', component]), 'list'].join(' ');
    return [
      {
        id: 'transfer-unusable',
        severity: 'warning',
        subject: inExtension(facts),
        message: messageOf('diagnosis.transfer-file-cannot-be-followed', {
          name: component || messageOf('diagnosis.the-os'),
          reason: refusal,
        }),
        nextStep: messageOf('diagnosis.use-systemd-sysupdate', { command }),
      },
    ];
  },
);
