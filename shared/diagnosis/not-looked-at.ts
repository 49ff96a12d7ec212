import { messageOf } from '../messages/message.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { rule } from './rule.ts';

/** What a person meant as an extension and systemd never looks at: a wrong suffix, or a folder that it does not search. */
export const notLookedAt = rule(
  ['not-looked-at'],
  'systemd-sysext(8): search directories, and the .raw suffix',
  ({ ignored }: Pick<Snapshot, 'ignored'>) =>
    ignored.map(({ class: extensionClass, path, message }) => ({
      id: 'not-looked-at',
      severity: 'note',
      subject: { kind: 'entry', class: extensionClass, path },
      message: messageOf('diagnosis.systemd-does-not-look-at', { path }),
      reason: message,
    })),
);
