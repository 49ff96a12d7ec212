import { messageOf } from '../../messages/message.ts';
import { inExtension } from '../in-extension.ts';
import { firstOf } from '../merge/facts.ts';
import { rule } from '../rule.ts';
import type { ContentFacts } from './facts.ts';

/** What a merged extension declares for systemd-sysusers and systemd-tmpfiles, and neither of them made. */
export const notMade = rule(
  ['user-not-made', 'path-not-made'],
  'sysusers.d(5) and tmpfiles.d(5): what is declared, against passwd(5), group(5) and the tree',
  (facts: Pick<ContentFacts, 'class' | 'name' | 'notMade'>) =>
    facts.notMade.map(({ kind, file, names }) => ({
      id: kind === 'path' ? 'path-not-made' : 'user-not-made',
      severity: 'warning',
      subject: inExtension(facts, file),
      message: messageOf(
        kind === 'path' ? 'extension.paths-it-needs-are-not-there' : 'extension.users-it-needs-are-not-there',
        { names: firstOf(names) },
      ),
      nextStep: messageOf('extension.make-them-with', {
        command: kind === 'path' ? `systemd-tmpfiles --create /${file}` : `systemd-sysusers /${file}`,
      }),
    })),
);
