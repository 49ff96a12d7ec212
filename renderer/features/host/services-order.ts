import type { Service } from '../../../shared/model/service.ts';
import { shownLocale } from '../../format.ts';

const URGENCY = { failed: 0, 'left-over': 1, running: 2, stopped: 3, unknown: 4 } as const;

/** What needs a look comes first, and of one state they are by name, as numbers go. */
export function inOrder<One extends Pick<Service, 'name' | 'status'>>(services: readonly One[]): One[] {
  const collator = new Intl.Collator(shownLocale(), { numeric: true });
  return services.toSorted((a, b) => URGENCY[a.status] - URGENCY[b.status] || collator.compare(a.name, b.name));
}
