import { messageOf } from '../../messages/message.ts';
import { HIERARCHIES } from '../../systemd/classes.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';
import type { ContentFacts } from './facts.ts';

/** What stands where systemd merges nothing. */
export const withoutEffect = rule(
  ['without-effect'],
  'systemd-sysext(8): only /usr and /opt are merged, of a confext /etc',
  (facts: ContentFacts) => {
    const where = HIERARCHIES[facts.class].join(' and ');
    return [...facts.outside].map(([top, count]) => ({
      id: 'without-effect',
      severity: 'warning',
      subject: inExtension(facts, top),
      message: messageOf('extension.of-its-files-outside-and-will', {
        count,
        verb: count === 1 ? 'lies' : 'lie',
        where,
      }),
    }));
  },
);
