/** What of a report stands where: what counts, what is silenced, and what is in the rail's count. */
import { countOf } from '../../../shared/doctor/summary.ts';
import type { DoctorItem, DoctorReport } from '../../../shared/model/doctor.ts';

export const openIn = ({ items }: Pick<DoctorReport, 'items'>): DoctorItem[] =>
  items.filter(({ silenced }) => silenced === null);

export const silencedIn = ({ items }: Pick<DoctorReport, 'items'>): DoctorItem[] =>
  items.filter(({ silenced }) => silenced !== null);

/** What the rail counts: what is good to know is no problem. */
export function problemsIn(report: Pick<DoctorReport, 'items'>): number {
  const { danger, warning } = countOf(report);
  return danger + warning;
}
