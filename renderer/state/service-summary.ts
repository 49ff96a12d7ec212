import type { Service, ServiceReport } from '../../shared/model/service.ts';

/** How the services of one extension do together. */
export interface ServiceSummary {
  /** The worst that one of them does: failed, then left over, then running. */
  readonly worst: Service['status'];
  readonly failed: number;
  readonly leftOver: number;
  readonly services: readonly Service[];
}

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
