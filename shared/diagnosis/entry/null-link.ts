import { switchTo } from '../../changes/switch.ts';
import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import { type EntryFacts, entrySubject } from './facts.ts';

/** A link to /dev/null, which masks a unit, and no extension. */
export const nullLink = rule(
  ['null-link', 'ineffective-mask'],
  'systemd-sysext(8): an empty directory masks; measured: a link to /dev/null is passed over',
  (facts: EntryFacts) => {
    const { name, path, problem, taken } = facts;
    if (problem !== 'null-link') return [];
    const folder = path.slice(0, path.lastIndexOf('/'));
    const nextStep = messageOf('extension.to-mask-put-empty-folder-named', { name, same: name, folder });
    const common = { severity: 'warning', subject: entrySubject(facts), nextStep } as const;
    if (taken === null)
      return [{ ...common, id: 'null-link', message: messageOf('extension.link-to-dev-null-masks-nothing-2') }];
    return [
      {
        ...common,
        id: 'ineffective-mask',
        message: messageOf('extension.link-to-dev-null-masks-nothing', { other: taken }),
        fix: { changes: [switchTo(false, facts)], action: 'none', classes: [] },
      },
    ];
  },
);
