import { messageOf } from '../../messages/message.ts';
import { DEFAULT_PROFILE, nameOfImage } from '../../systemd/portable.ts';
import { rule } from '../rule.ts';
import { aboutAttached, type PortableFacts } from './facts.ts';

/** Services of an attached image that nothing restricts: up to 261 a profile that is not there is passed over in silence. */
export const profileMissing = rule(
  ['portable-without-profile', 'portable-profile-gone'],
  'portablectl(1): PROFILES; an unknown --profile= measured on 257',
  ({ attached, profiles }: Pick<PortableFacts, 'attached' | 'profiles'>) =>
    attached.flatMap((one) => {
      const { profile } = one;
      const hasServices = one.units.some(({ name }) => name.endsWith('.service'));
      if (!hasServices || (profile !== null && profiles.includes(profile))) return [];
      const image = nameOfImage(one.image);
      const command = `veneer portable reattach ${image} --profile ${DEFAULT_PROFILE}`;
      return [
        {
          id: profile === null ? ('portable-without-profile' as const) : ('portable-profile-gone' as const),
          severity: 'warning' as const,
          subject: aboutAttached(one),
          message:
            profile === null
              ? messageOf('portable.without-profile', { image })
              : messageOf('portable.profile-gone', { image, profile }),
          reason: messageOf('portable.runs-unconfined'),
          nextStep: messageOf('portable.attach-again', { command }),
        },
      ];
    }),
);
