import { useMemo } from 'react';
import type { Extension } from '../../shared/model/extension.ts';
import { type ServiceSummary, summariesOf } from './service-summary.ts';
import { useStore } from './store.ts';

type Named = Pick<Extension, 'class' | 'name'>;

/**
 * How the services of each extension do, by class and name, of which at most one entry is merged: a row of an entry that
 * another one hides takes it for its own where it does not look at that.
 *
 * @returns null for an extension without services, and before the core was asked
 */
export function useServiceStates(): (extension: Named) => ServiceSummary | null {
  const report = useStore((state) => state.services);
  return useMemo(() => {
    const summaries = summariesOf(report);
    return ({ class: extensionClass, name }) => summaries.get(`${extensionClass}/${name}`) ?? null;
  }, [report]);
}
