import { useEffect, useState } from 'react';
import { t } from '../../../shared/messages/translate.ts';
import type { InspectedImage } from '../../../shared/model/inspected-image.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { DiagnosisNotice } from '../../components/diagnosis-notice.tsx';
import { installRequest } from '../../state/install-slice.ts';
import { client, shownHost, store, useStore } from '../../state/store.ts';

/** What merging them at once would come up against, before anybody is asked for permission. */
export function PlanNotes({ inspectedImages }: { readonly inspectedImages: readonly InspectedImage[] }) {
  const place = useStore((state) => state.place);
  const keep = useStore((state) => state.settings.keep);
  const revision = useStore((state) => state.snapshot?.revision ?? 0);
  const [plan, setPlan] = useState<Plan | null>(null);
  const hashes = inspectedImages.map(({ sha256 }) => sha256).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hashes say which files they are
  useEffect(() => {
    // The last notes stay until the next are there: a sheet that jumps takes the click from under the pointer.
    if (inspectedImages.length === 0) return setPlan(null);
    let current = true;
    client()
      .plan.preview({
        host: shownHost(),
        request: installRequest(inspectedImages, place, true, keep, store.getState().snapshot?.extensions ?? []),
      })
      .then((made) => current && setPlan(made))
      .catch((error: unknown) => current && store.getState().fail(error));
    return () => {
      current = false;
    };
  }, [hashes, place, keep, revision]);
  if (plan === null) return null;
  return (
    <div className="sheet-notes">
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
