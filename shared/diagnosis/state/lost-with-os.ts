import { messageOf } from '../../messages/message.ts';
import { inExtension } from '../in-extension.ts';
import { type Found, rule } from '../rule.ts';
import type { StateFacts } from './facts.ts';

/** What was merged before the OS became another one, is here, and does not fit that. */
export const lostWithOs = rule(
  ['lost-with-os'],
  'systemd-sysext(8): os-release has to match; what was merged before, as Veneer has seen it',
  ({ extensions, otherOs }: Pick<StateFacts, 'extensions' | 'otherOs'>) =>
    (otherOs?.dropped ?? []).flatMap((dropped): Found<'lost-with-os'>[] => {
      const entry = extensions.find(
        (one) => one.class === dropped.class && one.name === dropped.name && one.listed && !one.masks,
      );
      if (otherOs === null || entry === undefined || entry.merged || entry.verdict.compatible !== false) return [];
      const { before, after } = otherOs;
      return [
        {
          id: 'lost-with-os',
          severity: 'warning',
          subject: inExtension(dropped),
          message: messageOf('diagnosis.lost-with-os', { name: dropped.name, before, after }),
          reason: entry.verdict.message,
          nextStep: messageOf('diagnosis.look-for-build-for-os', { name: dropped.name }),
        },
      ];
    }),
);
