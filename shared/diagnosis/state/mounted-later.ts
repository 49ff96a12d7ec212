import { firstNames } from '../../messages/first-names.ts';
import { messageOf } from '../../messages/message.ts';
import { CLASSES } from '../../systemd/classes.ts';
import { type Found, rule } from '../rule.ts';
import type { LaterMount, StateFacts } from './facts.ts';

/** What the merge of the start does not see, for its file system is not there yet: with `nofail`, over the network, by hand. */
export const mountedLater = rule(
  ['mounted-after-merge'],
  'systemd-sysext.service(8): After=local-fs.target; systemd.mount(5): nofail, _netdev; when each unit was active first',
  ({ later }: Pick<StateFacts, 'later'>) =>
    CLASSES.flatMap((extensionClass): Found<'mounted-after-merge'>[] => {
      const mine = later.filter((one) => one.class === extensionClass);
      const [first] = mine;
      if (first === undefined) return [];
      const places = [...new Set(mine.map(({ mount }) => mount.mountPoint))];
      const names = [...new Set(mine.map(({ name }) => name))];
      const unit = `systemd-${extensionClass}.service`;
      return [
        {
          id: 'mounted-after-merge',
          severity: 'warning',
          subject: { kind: 'class', class: extensionClass },
          message: messageOf('diagnosis.mounted-after-merge', { names: firstNames(names), places: firstNames(places) }),
          reason: messageOf('diagnosis.not-there-at-boot', { unit }),
          nextStep: nextStepOf(first.mount, unit),
        },
      ];
    }),
);

function nextStepOf({ by, mountPoint }: LaterMount, unit: string) {
  switch (by) {
    case 'unit':
      return messageOf('diagnosis.have-it-mounted-before', { unit, path: mountPoint });
    case 'network':
      return messageOf('diagnosis.keep-them-on-a-disk-here');
    case 'hand':
      return messageOf('diagnosis.have-it-mounted-at-boot', { path: mountPoint });
  }
}
