import { requestRun } from '../../changes/run-service.ts';
import { messageOf } from '../../messages/message.ts';
import type { Service } from '../../model/service.ts';
import { rule } from '../rule.ts';

/** A service of a merged extension that does not run, and should. */
export const failed = rule(
  ['service-failed'],
  'systemctl(1) show: ActiveState= and Result=',
  ({ name, extension, class: extensionClass, status, message, canStart }: Service) =>
    status !== 'failed' || extension === null
      ? []
      : [
          {
            id: 'service-failed',
            severity: 'warning',
            subject: { kind: 'unit', unit: name },
            message: messageOf('diagnosis.service-is-down', { unit: name, name: extension }),
            reason: messageOf('diagnosis.systemd-says-of-it', { what: message }),
            nextStep: messageOf('diagnosis.look-into-journal-of', { unit: name }),
            fix: !canStart
              ? null
              : {
                  changes: [requestRun('start', { class: extensionClass, name: extension }, [name])],
                  action: 'none',
                  classes: [],
                },
          },
        ],
);
