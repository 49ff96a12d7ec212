import { isMergeStep, laysOver } from '../../../shared/changes/merge.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { rulesFor } from '../../../shared/systemd/classes.ts';
import { Choice } from '../../components/choice.tsx';
import { Notice } from '../../components/notice.tsx';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';

/** The gravest that a merge of configuration does, with the ways round it. */
export function ReadOnlyEtc({ plan, warning }: { readonly plan: Plan; readonly warning: Diagnosis | null }) {
  const amend = useStore((state) => state.amendReview);
  const judgedAs = useStore((state) => state.snapshot?.host.judgedAs ?? null);
  const { request, outcomes, steps } = plan;
  const isWritable = request.mutableEtc === 'yes';
  const canLeaveOut = outcomes.length > 1 && !request.changes.some((one) => one.class === 'confext');
  const merges = steps.some((step) => isMergeStep(step) && laysOver(step) && step.class === 'confext');
  if (warning === null && !(isWritable && merges)) return null;
  return (
    <Notice kind="warning" title={isWritable ? t('/etc stays writable.') : t('/etc becomes read-only.')}>
      {isWritable
        ? t('What is written there is kept in /var/lib/extensions.mutable/etc, and seen only while it is merged.')
        : warning === null
          ? null
          : say(warning.message)}
      {canLeaveOut ? (
        <Choice label={t('Leave /etc out')} on={false} onChange={() => inBackground(amend({ classes: ['sysext'] }))} />
      ) : null}
      {judgedAs !== null && rulesFor(judgedAs).mutable ? (
        <Choice
          label={t('Keep /etc writable')}
          on={isWritable}
          onChange={(on) => inBackground(amend({ mutableEtc: on ? 'yes' : null }))}
        />
      ) : null}
    </Notice>
  );
}
