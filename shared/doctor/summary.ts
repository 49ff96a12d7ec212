/** What a report comes to, in a few words. */
import { type Message, messageOf } from '../messages/message.ts';
import type { Severity } from '../model/diagnosis.ts';
import type { DoctorReport } from '../model/doctor.ts';

export const SEVERITY_WORDS: Readonly<Record<Severity, Message>> = {
  danger: messageOf('core.doctor-danger'),
  warning: messageOf('core.doctor-warning'),
  note: messageOf('core.doctor-note'),
};

/** How many count of each severity; what is silenced does not. */
export function countOf({ items }: Pick<DoctorReport, 'items'>): Readonly<Record<Severity, number>> {
  const of = (severity: Severity) =>
    items.filter(({ silenced, diagnosis }) => silenced === null && diagnosis.severity === severity).length;
  return { danger: of('danger'), warning: of('warning'), note: of('note') };
}

/** `3 problems`, `1 silenced`, `38 checks passed`: each that there is. Notes are good to know, and no problems. */
export function summaryOf(report: Pick<DoctorReport, 'items' | 'passed'>): Message[] {
  const { danger, warning, note } = countOf(report);
  const problems = danger + warning;
  const silenced = report.items.filter((one) => one.silenced !== null).length;
  return [
    problems === 0 ? messageOf('core.doctor-no-problems') : messageOf('core.doctor-problems', { count: problems }),
    ...(note === 0 ? [] : [messageOf('core.doctor-notes', { count: note })]),
    ...(silenced === 0 ? [] : [messageOf('core.doctor-silenced', { count: silenced })]),
    messageOf('core.doctor-passed', { count: report.passed.length }),
  ];
}
