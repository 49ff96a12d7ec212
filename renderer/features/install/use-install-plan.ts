import { useEffect, useState } from 'react';
import type { InspectedImage } from '../../../shared/model/inspected-image.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { installRequest } from '../../state/arrivals.ts';
import { client, shownHost, store, useStore } from '../../state/store.ts';

/** What installing them would come to, before anybody is asked for permission; null while that is not known. */
export function useInstallPlan(inspectedImages: readonly InspectedImage[]): Plan | null {
  const place = useStore((state) => state.place);
  const mergeNow = useStore((state) => state.mergeNow);
  const restartUnits = useStore((state) => state.restartUnits);
  const keep = useStore((state) => state.settings.keep);
  const revision = useStore((state) => state.snapshot?.revision ?? 0);
  const [plan, setPlan] = useState<Plan | null>(null);
  const hashes = inspectedImages.map(({ sha256 }) => sha256).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hashes say which files they are
  useEffect(() => {
    // The last answer stays until the next is there: a sheet that jumps takes the click from under the pointer.
    if (inspectedImages.length === 0) return setPlan(null);
    let current = true;
    const extensions = store.getState().snapshot?.extensions ?? [];
    const request = { ...installRequest(inspectedImages, place, mergeNow, keep, extensions), restartUnits };
    client()
      .plan.preview({ host: shownHost(), request })
      .then((made) => current && setPlan(made))
      .catch((error: unknown) => current && store.getState().fail(error));
    return () => {
      current = false;
    };
  }, [hashes, place, mergeNow, restartUnits, keep, revision]);
  return plan;
}
