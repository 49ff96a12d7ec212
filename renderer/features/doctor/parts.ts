/** What of a report stands where: what counts, what is silenced, and what is in the rail's count. */
import type { DoctorItem, DoctorReport } from '../../../shared/model/doctor.ts';

export const openIn = ({ items }: Pick<DoctorReport, 'items'>): DoctorItem[] =>
  items.filter(({ silenced }) => silenced === null);

export const silencedIn = ({ items }: Pick<DoctorReport, 'items'>): DoctorItem[] =>
  items.filter(({ silenced }) => silenced !== null);

/** Problems: what is good to know is none. */
export const problemsIn = (report: Pick<DoctorReport, 'items'>): number =>
  openIn(report).filter(({ diagnosis }) => diagnosis.severity !== 'note').length;
