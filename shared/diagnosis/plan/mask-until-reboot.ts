import { switchesOff } from '../../changes/switch.ts';
import { messageOf } from '../../messages/message.ts';
import { maskDirectory } from '../../systemd/masking.ts';
import { rule } from '../rule.ts';
import type { PlanFacts } from './plan-facts.ts';

/** An entry of /var/lib/confexts is masked in /run/confexts, the only directory above it. */
export const maskUntilReboot = rule(
  ['mask-until-reboot'],
  'systemd-confext(8): search directories; file-hierarchy(7): /run is emptied at boot',
  ({ class: extensionClass, masking, extensions, rules }: PlanFacts) =>
    masking.flatMap((change) => {
      const { name } = change;
      const entry = extensions.find((one) => one.listed && one.class === extensionClass && one.name === name);
      if (!switchesOff(change) || entry === undefined) return [];
      const path = maskDirectory(entry.path.slice(0, entry.path.lastIndexOf('/')), extensionClass, rules);
      if (path?.startsWith('/run/') !== true) return [];
      return [
        {
          id: 'mask-until-reboot',
          severity: 'warning',
          subject: { kind: 'entry', class: extensionClass, path: entry.path },
          message: messageOf('diagnosis.mask-lasts-until-reboot', { name, path }),
        },
      ];
    }),
);
