import { messageOf } from '../messages/message.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { CLASSES } from '../systemd/classes.ts';
import { type Found, rule } from './rule.ts';

/** What is merged, and is masked or gone since. */
export const stillMerged = rule(
  ['still-merged'],
  'systemd-sysext(8): refresh',
  ({ hierarchies, extensions }: Pick<Snapshot, 'hierarchies' | 'extensions'>) =>
    CLASSES.flatMap((extensionClass): Found<'still-merged'>[] => {
      const merged = hierarchies.filter((one) => one.class === extensionClass).flatMap((one) => one.extensions);
      const isThere = (name: string) =>
        extensions.some((one) => one.merged && one.class === extensionClass && one.name === name);
      const gone = [...new Set(merged)].filter((name) => !isThere(name));
      if (gone.length === 0) return [];
      return [
        {
          id: 'still-merged',
          severity: 'warning',
          subject: { kind: 'class', class: extensionClass },
          message: messageOf('diagnosis.still-merged', { names: gone.join(', ') }),
          reason: messageOf('diagnosis.masked-or-taken-away-since'),
          nextStep: messageOf('diagnosis.next-refresh-drops-it'),
          fix: { changes: [], action: 'refresh', classes: [extensionClass] },
        },
      ];
    }),
);
