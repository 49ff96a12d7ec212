import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { LackFacts } from './facts.ts';

/** What systemctl(1) says of a unit that no start of the machine starts; what is off by the kernel's command line begins with `off`. */
const OFF = /^(?:disabled|masked|off\b)/;

/** What is merged is gone with the next start. */
export const notAtBoot = rule(
  ['not-merged-at-boot'],
  'systemd-sysext.service(8), systemctl(1): is-enabled',
  ({ atBoot }: LackFacts) =>
    atBoot
      .filter(({ state }) => OFF.test(state))
      .map(({ class: extensionClass, unit, state }) => ({
        id: 'not-merged-at-boot',
        severity: 'warning',
        subject: { kind: 'class', class: extensionClass },
        message: messageOf('diagnosis.not-merged-at-boot', { unit, state }),
        // What is masked, or off by the kernel's command line, no `systemctl enable` turns on.
        fix:
          state === 'disabled'
            ? { changes: [], action: 'none', classes: [extensionClass], atBoot: { class: extensionClass, on: true } }
            : null,
      })),
);
