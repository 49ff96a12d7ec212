import { t } from '../../../shared/messages/translate.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { DiagnosisNotice } from '../../components/diagnosis-notice.tsx';
import { ServiceEffects } from '../../components/service-effects.tsx';

/** What installing comes up against. */
export function PlanNotes({ plan }: { readonly plan: Plan | null }) {
  if (plan === null || plan.blockers.length + plan.warnings.length + plan.services.length === 0) return null;
  return (
    <div className="sheet-notes">
      <ServiceEffects effects={plan.services} />
      {plan.blockers.map((blocker) => (
        <DiagnosisNotice
          key={blocker.message.text}
          diagnosis={blocker}
          lead={t('Merging cannot work yet.')}
          button={null}
        />
      ))}
      {plan.warnings.map((warning) => (
        <DiagnosisNotice key={warning.message.text} diagnosis={warning} button={null} />
      ))}
    </div>
  );
}
