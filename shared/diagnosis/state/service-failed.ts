import { foreignText, messageOf } from '../../messages/message.ts';
import { readWords } from '../../systemd/words.ts';
import { rule } from '../rule.ts';
import { isMerged, type StateFacts } from './facts.ts';

/** The merge of the start failed. systemd keeps the failure in mind until the service is started again, whoever merged since. */
export const serviceFailed = rule(
  ['merge-service-failed'],
  'systemctl(1): ActiveState=failed; the journal of the service',
  (facts: Pick<StateFacts, 'services' | 'hierarchies'>) =>
    facts.services
      .filter(({ failed }) => failed)
      .map(({ class: extensionClass, unit, said }) => {
        const reason = readWords(said.join('\n')).reason;
        const isDone = isMerged(facts, extensionClass);
        return {
          id: 'merge-service-failed',
          severity: isDone ? 'warning' : 'danger',
          subject: { kind: 'class', class: extensionClass },
          message: messageOf('diagnosis.merge-service-failed', { unit }),
          reason: reason === null ? messageOf('diagnosis.no-journal-of-it', { unit }) : foreignText(reason),
          nextStep: isDone
            ? messageOf('diagnosis.merged-since-it-failed', { unit })
            : messageOf('diagnosis.start-it-again', { unit }),
        };
      }),
);
