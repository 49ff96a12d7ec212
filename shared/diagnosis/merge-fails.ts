import { messageOf } from '../messages/message.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { disableFix } from './disable-fix.ts';
import { renameFix } from './rename-fix.ts';
import { rule } from './rule.ts';

/** An entry, or the host, that ends every merge of its class (shared/systemd/merge.ts). */
export const mergeFails = rule(
  ['merge-fails'],
  'systemd-sysext(8), and merges of 252, 257 and 262 that were recorded',
  ({ failures, extensions }: Pick<Snapshot, 'failures' | 'extensions'>) =>
    failures.map(({ class: extensionClass, path, message, nextStep }) => {
      const entry = extensions.find((one) => one.class === extensionClass && one.path === path);
      const isTaken = (name: string) => extensions.some((one) => one.class === extensionClass && one.name === name);
      return {
        id: 'merge-fails',
        severity: 'danger',
        subject:
          path === null ? { kind: 'class', class: extensionClass } : { kind: 'entry', class: extensionClass, path },
        message:
          path === null
            ? messageOf('diagnosis.every-merge-fails-here')
            : messageOf('diagnosis.every-merge-fails-while', { path }),
        reason: message,
        nextStep,
        fix: entry === undefined ? null : (renameFix(entry, nextStep, isTaken) ?? disableFix(entry)),
      };
    }),
);
