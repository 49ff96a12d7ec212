import type { Extension } from '../../shared/model/extension.ts';
import type { Service, ServiceReport } from '../../shared/model/service.ts';

/** How the services of one extension do together. */
export interface ServiceSummary {
  /** The worst that one of them does: failed, then left over, then running. */
  readonly worst: Service['status'];
  readonly failed: number;
  readonly leftOver: number;
  readonly services: readonly Service[];
  /** Those that a target wants and nobody has started, for it was reached before systemd knew of them. */
  readonly waiting: readonly string[];
}

/** Why one does not run that was meant to: shared/systemd/service-status.ts. */
const WAITS: ReadonlySet<string> = new Set([
  'service.was-dropped-at-boot',
  'service.systemd-has-not-read-that-it-is-wanted',
]);

const WORST_FIRST = ['failed', 'left-over', 'running', 'stopped', 'unknown'] as const;

/** By `class/name`, for what brings services. */
function summariesOf({ services: all }: ServiceReport): ReadonlyMap<string, ServiceSummary> {
  const byExtension = Map.groupBy(all, (one) => `${one.class}/${one.extension ?? ''}`);
  return new Map(
    [...byExtension].map(([key, services]) => {
      const count = (status: Service['status']) => services.filter((one) => one.status === status).length;
      const worst = WORST_FIRST.find((status) => count(status) > 0) ?? 'unknown';
      const waiting = services
        .filter(({ status, canStart, message }) => status === 'stopped' && canStart && WAITS.has(message.id ?? ''))
        .map(({ name }) => name);
      return [key, { worst, failed: count('failed'), leftOver: count('left-over'), services, waiting }];
    }),
  );
}

/**
 * By class and name, of which at most one entry is merged: a row of an entry that another one hides takes it for its own
 * where it does not look at that.
 */
export type SummaryOf = (extension: Pick<Extension, 'class' | 'name'>) => ServiceSummary | null;

/** Each drawing of each row asks, and is drawn again only where the answer is another one. */
const lookups = new WeakMap<ServiceReport, SummaryOf>();

/** The same function for the same report. @param report null before the core was asked, when there are none */
export function summaryLookup(report: ServiceReport | null): SummaryOf {
  if (report === null) return NOT_ASKED;
  const known = lookups.get(report);
  if (known !== undefined) return known;
  const summaries = summariesOf(report);
  const lookup: SummaryOf = ({ class: extensionClass, name }) => summaries.get(`${extensionClass}/${name}`) ?? null;
  lookups.set(report, lookup);
  return lookup;
}

const NOT_ASKED: SummaryOf = () => null;
