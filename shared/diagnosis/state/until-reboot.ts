import { firstNames } from '../../messages/first-names.ts';
import { messageOf } from '../../messages/message.ts';
import { CLASSES } from '../../systemd/classes.ts';
import { type Found, rule } from '../rule.ts';
import type { StateFacts } from './facts.ts';

/** What counts now, and is gone with the next start. */
export const untilReboot = rule(
  ['until-reboot'],
  'systemd-sysext(8): search directories; file-hierarchy(7): /run is emptied at boot',
  ({ extensions }: Pick<StateFacts, 'extensions'>) =>
    CLASSES.flatMap((extensionClass): Found<'until-reboot'>[] => {
      const names = extensions
        .filter((one) => one.class === extensionClass && one.listed && !one.masks)
        .filter(({ path, realPath }) => path.startsWith('/run/') || realPath.startsWith('/run/'))
        .map(({ name }) => name);
      if (names.length === 0) return [];
      return [
        {
          id: 'until-reboot',
          severity: 'note',
          subject: { kind: 'class', class: extensionClass },
          message: messageOf('diagnosis.gone-after-next-boot', { names: firstNames(names) }),
          reason: messageOf('diagnosis.run-is-emptied-at-boot'),
        },
      ];
    }),
);
