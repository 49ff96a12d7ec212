import { messageOf } from '../messages/message.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { rule } from './rule.ts';

/** What is installed and counts by its name, and that no merge takes in; what ends every merge is told by `merge-fails`. */
export const doesNotFit = rule(
  ['does-not-fit'],
  'systemd-sysext(8): the fields of extension-release that have to match those of os-release',
  ({ extensions }: Pick<Snapshot, 'extensions'>) =>
    extensions
      .filter((one) => one.listed && !one.masks && !one.blocksMerge && one.verdict.compatible === false)
      .map(({ class: extensionClass, path, name, verdict }) => ({
        id: 'does-not-fit',
        severity: 'warning',
        subject: { kind: 'entry', class: extensionClass, path },
        message: messageOf('diagnosis.is-left-out-of-every-merge', { name }),
        reason: verdict.message,
        nextStep: messageOf('diagnosis.look-for-one-that-fits', { name }),
      })),
);
