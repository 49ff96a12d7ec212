import { canGoBackAtBoot } from '../../changes/back-at-boot.ts';
import { messageOf } from '../../messages/message.ts';
import type { Plan } from '../../model/plan.ts';
import type { Mount } from '../../systemd/mount-table.ts';
import { rule } from '../rule.ts';

export interface TrialFacts {
  readonly plan: Pick<Plan, 'asksToKeep' | 'request' | 'warnings'>;
  /** Of the running system. */
  readonly mounts: readonly Mount[];
}

/** The timer that takes a change back ends with a restart, and nothing can be left that does it then. */
export const staysAfterRestart = rule(
  ['stays-after-restart'],
  'systemd.unit(5), unit load path: of what lasts, only /etc is ours to write',
  ({ plan: { asksToKeep, request, warnings }, mounts }: TrialFacts) => {
    // Those are gone by themselves then.
    const untilReboot = warnings.filter(({ id }) => id === 'mask-until-reboot').length;
    if (!asksToKeep || request.changes.length <= untilReboot || canGoBackAtBoot(mounts)) return [];
    return [
      {
        id: 'stays-after-restart',
        severity: 'warning',
        subject: { kind: 'host' },
        message: messageOf('diagnosis.change-stays-after-restart'),
        nextStep: messageOf('diagnosis.answer-before-restart'),
      },
    ];
  },
);
