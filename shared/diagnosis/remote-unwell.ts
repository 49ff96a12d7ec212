import type { RemoteState } from '../model/catalog.ts';
import { rule } from './rule.ts';

/** What is wrong with a remote that is on: it has answered nothing that can be used, or what is shown is older than it should be. */
export const remoteUnwell = rule(
  ['remote-unusable', 'remote-not-renewed'],
  'the answer of its server',
  ({ name, enabled, status, error }: RemoteState) =>
    !enabled || error === null
      ? []
      : [
          {
            id: status === 'failed' ? 'remote-unusable' : 'remote-not-renewed',
            severity: status === 'failed' ? 'danger' : 'warning',
            subject: { kind: 'remote', name },
            message: error.message,
            nextStep: error.nextStep,
          },
        ],
);
