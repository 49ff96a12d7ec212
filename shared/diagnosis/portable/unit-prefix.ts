import { firstNames } from '../../messages/first-names.ts';
import { messageOf } from '../../messages/message.ts';
import { nameOfImage } from '../../systemd/portable.ts';
import { rule } from '../rule.ts';
import { aboutPortable, type PortableFacts } from './facts.ts';

/** An image whose units are none of its own by their names; one without any may be meant for extensions that bring them. */
export const unitPrefix = rule(
  ['portable-unit-prefix'],
  'portablectl(1): PREFIX; os-release(5): PORTABLE_PREFIXES=',
  ({ images, attached }: Pick<PortableFacts, 'images' | 'attached'>) =>
    images.flatMap(({ name, kind, units, prefixes }) => {
      if (kind !== 'service' || units.length === 0 || units.some(({ matches }) => matches === true)) return [];
      // Whoever attached it named prefixes.
      if (attached.some(({ image }) => nameOfImage(image) === name)) return [];
      return [
        {
          id: 'portable-unit-prefix' as const,
          severity: 'warning' as const,
          subject: aboutPortable(name),
          message: messageOf('portable.unit-prefix', { image: name, prefixes: prefixes.join(', ') || name }),
          reason: messageOf('portable.units-are', { units: firstNames(units.map((one) => one.name)) }),
          nextStep: messageOf('portable.name-it-otherwise'),
        },
      ];
    }),
);
