import { messageOf } from '../../messages/message.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';
import type { FollowedFacts } from './followed-facts.ts';

/** Veneer installs one image of a version, and here a version is several files. */
export const severalTransfers = rule(
  ['several-transfers'],
  'sysupdate.d(5): the transfer files of a component are updated together',
  (facts: FollowedFacts) => {
    const { component, transfers: count, isOutOfReach } = facts;
    if (!isOutOfReach || component === '' || count < 2) return [];
    return [
      {
        id: 'several-transfers',
        severity: 'warning',
        subject: inExtension(facts),
        message: messageOf('diagnosis.has-several-transfer-files', { name: component, count }),
        nextStep: messageOf('diagnosis.install-systemd-sysupdate'),
      },
    ];
  },
);
