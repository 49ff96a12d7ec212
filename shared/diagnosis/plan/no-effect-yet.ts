import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import type { PlanFacts } from './plan-facts.ts';

/** What is installed is masked or hidden by another entry of its name. */
export const noEffectYet = rule(
  ['no-effect-yet'],
  'systemd-sysext(8): of one name, the entry of the highest search directory counts, and an empty one masks',
  ({ class: extensionClass, files, later }: PlanFacts) =>
    files.flatMap(({ change: { name }, path }) => {
      const entry = later.find((one) => one.class === extensionClass && one.path === path);
      if (entry === undefined || entry.listed) return [];
      const counted = later.find((one) => one.class === extensionClass && one.name === name && one.listed);
      const why =
        counted?.masks === true
          ? messageOf('diagnosis.is-masked-by', { name, path: counted.path })
          : messageOf('diagnosis.hides-it', { path: counted?.path ?? '' });
      return [
        {
          id: 'no-effect-yet',
          severity: 'warning',
          subject: { kind: 'entry', class: extensionClass, path: entry.path },
          message: messageOf('diagnosis.it-will-have-no-effect-yet', { why }),
        },
      ];
    }),
);
