import { messageOf } from '../messages/message.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { rule } from './rule.ts';

/** There is no systemd-sysext; a sandbox has been made with one. */
export const notInstalled = rule(['not-installed'], 'systemd-sysext(8)', ({ host }: Pick<Snapshot, 'host'>) =>
  host.sysextAvailable || host.sandbox
    ? []
    : [
        {
          id: 'not-installed',
          severity: 'warning',
          subject: { kind: 'host' },
          message: messageOf('diagnosis.systemd-sysext-is-not-installed'),
          reason: messageOf('diagnosis.nothing-can-be-merged-here'),
        },
      ],
);
