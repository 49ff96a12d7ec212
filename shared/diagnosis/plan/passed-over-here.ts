import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import { isMerging, type PlanFacts } from './plan-facts.ts';

/** Below a root of its own, up to 259, systemd follows no symlink of a search directory. */
export const passedOverHere = rule(
  ['passed-over-here'],
  'measured on 257 with --root=; mended by systemd PR#39843',
  (facts: PlanFacts) =>
    isMerging(facts)
      ? facts.passedOver.map(({ name, path }) => ({
          id: 'passed-over-here',
          severity: 'warning',
          subject: { kind: 'entry', class: facts.class, path },
          message: messageOf('diagnosis.will-not-be-merged-here', { name, path }),
        }))
      : [],
);
