import { requestRun } from '../../changes/run-service.ts';
import { messageOf } from '../../messages/message.ts';
import type { Service } from '../../model/service.ts';
import { rule } from '../rule.ts';

/** What goes on running although its extension is gone. */
export const leftOver = rule(
  ['service-without-files'],
  'systemctl(1) show: ActiveState=, LoadState= and FragmentPath=',
  ({ name, extension, class: extensionClass, status, canStop }: Service) =>
    status !== 'left-over'
      ? []
      : [
          {
            id: 'service-without-files',
            severity: 'warning',
            subject: { kind: 'unit', unit: name },
            message: messageOf('diagnosis.runs-from-files-that-are-gone', { unit: name }),
            reason: messageOf('diagnosis.ends-with-next-start'),
            fix: !canStop
              ? null
              : {
                  changes: [requestRun('stop', { class: extensionClass, name: extension ?? name }, [name])],
                  action: 'none',
                  classes: [],
                },
          },
        ],
);
