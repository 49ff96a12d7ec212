import { messageOf } from '../../messages/message.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';
import type { FollowedFacts } from './followed-facts.ts';

/** Somebody switched the component off, from 262 on. */
export const componentOff = rule(
  ['component-off'],
  'systemd-sysupdate(8): enable-component, disable-component',
  (facts: FollowedFacts) =>
    facts.isOff
      ? [
          {
            id: 'component-off',
            severity: 'note',
            subject: inExtension(facts),
            message: messageOf('diagnosis.component-is-switched-off', { name: facts.component }),
            nextStep: messageOf('diagnosis.switch-it-on-with', {
              command: `systemd-sysupdate enable-component ${facts.component}`,
            }),
          },
        ]
      : [],
);
