import { messageOf } from '../../messages/message.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';
import type { FollowedFacts } from './followed-facts.ts';

/** Its transfer file is one of those of the OS, and a version is had of all of them or of none. */
export const keptWithOs = rule(
  ['kept-with-os'],
  'sysupdate.d(5): the transfer files of a component are updated together',
  (facts: FollowedFacts) =>
    facts.isOutOfReach && facts.component === ''
      ? [
          {
            id: 'kept-with-os',
            severity: 'note',
            subject: inExtension(facts),
            message: messageOf('diagnosis.is-kept-current-with-os', { name: facts.name }),
            nextStep: messageOf('diagnosis.update-both-with-systemd-sysupdate'),
          },
        ]
      : [],
);
