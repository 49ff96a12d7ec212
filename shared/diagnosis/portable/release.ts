import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import { aboutPortable, type PortableFacts } from './facts.ts';

/** What portabled has to know of an image, and what it lacks. */
export const portableRelease = rule(
  ['portable-without-os-release', 'portable-without-id'],
  'portabled 257 and 262, measured; os-release(5)',
  ({ images }: Pick<PortableFacts, 'images'>) =>
    images.flatMap(({ name, kind, problem, release }) => {
      const isRead = problem === null;
      const lacksFile = isRead && kind === null;
      const lacksId = isRead && kind === 'service' && !release?.['ID'];
      if (!lacksFile && !lacksId) return [];
      return [
        {
          id: lacksFile ? ('portable-without-os-release' as const) : ('portable-without-id' as const),
          severity: 'warning' as const,
          subject: aboutPortable(name),
          message: lacksFile
            ? messageOf('portable.without-os-release', { image: name })
            : messageOf('portable.without-id', { image: name }),
          reason: messageOf('portable.without-it-refused'),
          nextStep: messageOf('portable.release-has-to-be-there'),
        },
      ];
    }),
);
