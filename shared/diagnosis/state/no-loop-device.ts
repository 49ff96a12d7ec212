import { firstNames } from '../../messages/first-names.ts';
import { messageOf } from '../../messages/message.ts';
import { CLASSES } from '../../systemd/classes.ts';
import { type Found, rule } from '../rule.ts';
import type { StateFacts } from './facts.ts';

/** Images are mounted through loop devices, which a container seldom has; folders need none. */
export const noLoopDevice = rule(
  ['no-loop-device'],
  'loop(4): /dev/loop-control; a merge with an image and without it fails: measured on 257 and 262',
  ({ extensions, canLoop }: Pick<StateFacts, 'extensions' | 'canLoop'>) =>
    CLASSES.flatMap((extensionClass): Found<'no-loop-device'>[] => {
      const images = extensions.filter(
        (one) => one.class === extensionClass && one.listed && !one.masks && one.type === 'raw',
      );
      if (canLoop !== false || images.length === 0) return [];
      return [
        {
          id: 'no-loop-device',
          severity: 'danger',
          subject: { kind: 'class', class: extensionClass },
          message: messageOf('diagnosis.no-loop-device', { names: firstNames(images.map(({ name }) => name)) }),
          reason: messageOf('diagnosis.images-need-loop-devices'),
          nextStep: messageOf('diagnosis.give-it-loop-devices'),
        },
      ];
    }),
);
