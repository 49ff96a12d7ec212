import { joinTexts, messageOf } from '../../messages/message.ts';
import { nameOfImage } from '../../systemd/portable.ts';
import { misfitOf } from '../../systemd/portable-fit.ts';
import { rule } from '../rule.ts';
import { aboutAttached, imageAt, type PortableFacts } from './facts.ts';

/** An extension that is attached on an image, one of which is another one by now. */
export const extensionMisfit = rule(
  ['portable-extension-misfit'],
  'os-release(5): extension-release; ExtensionImages= in systemd.exec(5); measured on 257 and 262',
  ({ images, attached, architecture }: Omit<PortableFacts, 'profiles'>) =>
    attached.flatMap((one) => {
      const below = imageAt(images, one.image)?.release;
      if (below == null) return [];
      return one.extensions.flatMap((path) => {
        const release = imageAt(images, path)?.release;
        const misfit = release == null ? null : misfitOf(release, below, architecture);
        if (misfit === null) return [];
        const [extension, image] = [nameOfImage(path), nameOfImage(one.image)];
        return [
          {
            id: 'portable-extension-misfit' as const,
            severity: 'danger' as const,
            subject: aboutAttached(one),
            message: messageOf('portable.extension-misfit', { extension, image }),
            reason: joinTexts([misfit, messageOf('portable.services-fail-to-start')], ' '),
          },
        ];
      });
    }),
);
