import { messageOf } from '../../messages/message.ts';
import { nameOfImage } from '../../systemd/portable.ts';
import { type Found, rule } from '../rule.ts';
import { aboutAttached, type PortableFacts } from './facts.ts';

/** An image that is attached and is gone, or is another one by now. */
export const imageMoved = rule(
  ['portable-image-gone', 'portable-image-changed'],
  'systemd.exec(5): RootImage=, RootDirectory=, ExtensionImages=; portablectl(1): reattach',
  ({ attached }: Pick<PortableFacts, 'attached'>) =>
    attached.flatMap((one): Found<'portable-image-gone' | 'portable-image-changed'>[] => {
      const image = nameOfImage(one.image);
      const [path] = one.gone;
      if (path !== undefined)
        return [
          {
            id: 'portable-image-gone',
            severity: 'danger',
            subject: aboutAttached(one),
            message: messageOf('portable.image-gone', { image, path }),
            reason: messageOf('portable.services-fail-to-start'),
            nextStep: messageOf('portable.detach-or-bring-back', { command: `veneer portable detach ${image}` }),
          },
        ];
      if (!one.changed) return [];
      return [
        {
          id: 'portable-image-changed',
          severity: 'warning',
          subject: aboutAttached(one),
          message: messageOf('portable.image-changed', { image }),
          reason: messageOf('portable.units-of-older'),
          nextStep: messageOf('portable.attach-again', { command: `veneer portable reattach ${image}` }),
        },
      ];
    }),
);
