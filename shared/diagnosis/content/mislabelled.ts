import { messageOf } from '../../messages/message.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';
import type { InsideFacts } from './facts.ts';
import { isWithout } from './unlabelled.ts';

/** Programs and units with the label of something else, such as that of where they were packed: systemd starts none of them. */
export const mislabelled = rule(
  ['mislabelled'],
  'file_contexts(5), as matchpathcon(8) looks it up',
  ({ attributes, expectedType, ...facts }: InsideFacts) => {
    const type = attributes?.selinuxType ?? null;
    if (type === null || isWithout(type) || expectedType === null || type === expectedType || !facts.enforcesSelinux)
      return [];
    return [
      {
        id: 'mislabelled',
        severity: 'warning',
        subject: inExtension(facts, facts.path),
        message: messageOf('extension.has-label-of-another', { type, expected: expectedType }),
      },
    ];
  },
);
