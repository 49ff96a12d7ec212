import { requestRun } from '../../changes/run-service.ts';
import { type MessageId, messageOf } from '../../messages/message.ts';
import type { Service } from '../../model/service.ts';
import { rule } from '../rule.ts';

/** As shared/systemd/service-status.ts says it. */
const OLD = 'service.runs-the-old-version' satisfies MessageId;

/** What runs from an image that another one took the place of. */
export const oldVersion = rule(
  ['service-of-old-version'],
  'systemctl(1) show: MainPID=, and when its image came',
  ({ name, extension, class: extensionClass, message: { id }, canStop }: Service) =>
    id !== OLD || extension === null
      ? []
      : [
          {
            id: 'service-of-old-version',
            severity: 'warning',
            subject: { kind: 'unit', unit: name },
            message: messageOf('diagnosis.runs-the-old-version', { unit: name, name: extension }),
            reason: messageOf('diagnosis.old-version-until-restart'),
            fix: !canStop
              ? null
              : {
                  changes: [requestRun('restart', { class: extensionClass, name: extension }, [name])],
                  action: 'none',
                  classes: [],
                },
          },
        ],
);
