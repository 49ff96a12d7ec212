import { messageOf } from '../messages/message.ts';
import type { RemoteState } from '../model/catalog.ts';
import { rule } from './rule.ts';

/** What of its list is left out. */
export const remoteEntriesLeftOut = rule(
  ['remote-entries-left-out'],
  'sysupdate.d(5): what a name in SHA256SUMS may be',
  ({ name, enabled, refused }: RemoteState) =>
    !enabled || refused === 0
      ? []
      : [
          {
            id: 'remote-entries-left-out',
            severity: 'warning',
            subject: { kind: 'remote', name },
            message: messageOf('diagnosis.entries-of-its-list-are-left-out', { count: refused }),
          },
        ],
);
