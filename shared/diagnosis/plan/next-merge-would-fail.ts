import { messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import { failureSentence } from './merge-would-fail.ts';
import type { PlanFacts } from './plan-facts.ts';

/** A switch is let through, for it may take a mask back as it was; what is forced is, too. */
export const nextMergeWouldFail = rule(
  ['next-merge-would-fail'],
  'systemd-sysext(8), and merges of 252, 257 and 262 that were recorded',
  ({ class: extensionClass, files, request, broughtFailures }: PlanFacts) =>
    files.length > 0 && !request.force
      ? []
      : broughtFailures.map((failure) => ({
          id: 'next-merge-would-fail',
          severity: 'danger',
          subject:
            failure.entry === null
              ? { kind: 'class', class: extensionClass }
              : { kind: 'entry', class: extensionClass, path: failure.entry.path },
          message: messageOf('diagnosis.every-merge-will-fail', { sentence: failureSentence(failure) }),
        })),
);
