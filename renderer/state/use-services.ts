import { useMemo } from 'react';
import type { Extension } from '../../shared/model/extension.ts';
import type { Service, ServiceReport } from '../../shared/model/service.ts';
import { useStore } from './store.ts';

/** How the services of one extension do together. */
export interface ServiceSummary {
  /** The worst that one of them does: failed, then left over, then running. */
  readonly worst: Service['status'];
  readonly failed: number;
  readonly leftOver: number;
  readonly services: readonly Service[];
}

type Named = Pick<Extension, 'class' | 'name'>;

const WORST_FIRST = ['failed', 'left-over', 'running', 'stopped', 'unknown'] as const;

/** By `class/name`, for what brings services. */
export function summariesOf(report: ServiceReport | null): ReadonlyMap<string, ServiceSummary> {
  const byExtension = Map.groupBy(report?.services ?? [], (one) => `${one.class}/${one.extension ?? ''}`);
  return new Map(
    [...byExtension].map(([key, services]) => {
      const count = (status: Service['status']) => services.filter((one) => one.status === status).length;
      const worst = WORST_FIRST.find((status) => count(status) > 0) ?? 'unknown';
      return [key, { worst, failed: count('failed'), leftOver: count('left-over'), services }];
    }),
  );
}

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
