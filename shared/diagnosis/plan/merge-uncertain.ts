import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import { isMerging, type PlanFacts } from './plan-facts.ts';

/** Of what decides, something cannot be read here. */
export const mergeUncertain = rule(
  ['merge-uncertain'],
  'systemd-sysext(8); what cannot be known is told as unknown',
  (facts: PlanFacts) =>
    isMerging(facts)
      ? facts.prediction.uncertain.map(({ name, reason }) => ({
          id: 'merge-uncertain',
          severity: 'warning',
          subject: { kind: 'extension', class: facts.class, name, inside: '' },
          message: messageOf('diagnosis.whether-it-will-be-merged', { name, reason }),
        }))
      : [],
);
