import { firstNames } from '../../messages/first-names.ts';
import { messageOf } from '../../messages/message.ts';
import { CLASSES } from '../../systemd/classes.ts';
import { type Found, rule } from '../rule.ts';
import type { StateFacts } from './facts.ts';

/**
 * Another file took the place of an image that is merged: its loop device goes on with the one that was there. What a link leads
 * to elsewhere is a version, of which the updates tell.
 */
export const imageReplaced = rule(
  ['image-replaced'],
  'loop(4): a device goes on with the file that it was opened on; its backing_file in /sys/block',
  ({ extensions, replaced }: Pick<StateFacts, 'extensions' | 'replaced'>) =>
    CLASSES.flatMap((extensionClass): Found<'image-replaced'>[] => {
      const names = extensions
        .filter((one) => one.class === extensionClass && one.merged && one.path === one.realPath)
        .filter(({ realPath }) => replaced.has(realPath))
        .map(({ name }) => name);
      if (names.length === 0) return [];
      return [
        {
          id: 'image-replaced',
          severity: 'warning',
          subject: { kind: 'class', class: extensionClass },
          message: messageOf('diagnosis.image-was-replaced', { names: firstNames(names) }),
          reason: messageOf('diagnosis.old-image-stays-merged'),
          fix: { changes: [], action: 'refresh', classes: [extensionClass] },
        },
      ];
    }),
);
