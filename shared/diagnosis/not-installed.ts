import { messageOf } from '../messages/message.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Diagnosis } from './diagnosis.ts';

/** There is no systemd-sysext; a sandbox has been made with one. */
export function notInstalled({ host }: Pick<Snapshot, 'host'>): Diagnosis[] {
  if (host.sysextAvailable || host.sandbox) return [];
  return [
    {
      id: 'not-installed',
      severity: 'warning',
      subject: { kind: 'host' },
      message: messageOf('diagnosis.systemd-sysext-is-not-installed'),
      reason: messageOf('diagnosis.nothing-can-be-merged-here'),
      nextStep: null,
      fix: null,
      source: 'systemd-sysext(8)',
    },
  ];
}
