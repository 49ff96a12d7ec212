import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { LackFacts } from './facts.ts';

/** polkit has to ask, and without a desktop nobody puts the question. */
export const nobodyAsks = rule(
  ['nobody-asks'],
  'polkit(8): an authentication agent of the session asks; pkttyagent(1)',
  ({ executor, hasDesktop }: LackFacts) =>
    hasDesktop || (executor !== 'pkexec' && executor !== 'varlink')
      ? []
      : [
          {
            id: 'nobody-asks',
            severity: 'warning',
            subject: { kind: 'host' },
            message: messageOf('diagnosis.nobody-asks'),
            nextStep: messageOf('change.run-it-in-desktop-session-start'),
          },
        ],
);
