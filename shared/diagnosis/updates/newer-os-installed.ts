import { messageOf } from '../../messages/message.ts';
import type { UpdateState } from '../../model/update.ts';
import { rule } from '../rule.ts';

/** systemd-sysupdate installed a newer OS than is running. */
export const newerOsInstalled = rule(
  ['newer-os-installed'],
  'systemd-sysupdate(8): pending',
  ({ needsReboot }: Pick<UpdateState, 'needsReboot'>) =>
    needsReboot
      ? [
          {
            id: 'newer-os-installed',
            severity: 'warning',
            subject: { kind: 'host' },
            message: messageOf('diagnosis.newer-os-is-installed'),
            nextStep: messageOf('diagnosis.reboot-to-run-it'),
          },
        ]
      : [],
);
