import { messageOf } from '../../messages/message.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';
import type { ContentFacts } from './facts.ts';

/** Units of a merged extension that a target wants or upholds, and that never ran since this system was booted. */
export const notStarted = rule(
  ['not-started'],
  'systemctl(1) show: when a unit was last active',
  (facts: Pick<ContentFacts, 'class' | 'name' | 'neverStarted'>) =>
    facts.neverStarted.map(({ unit, path }) => ({
      id: 'not-started',
      severity: 'warning',
      subject: inExtension(facts, path),
      message: messageOf('extension.is-meant-to-start-at-boot', { unit }),
    })),
);
