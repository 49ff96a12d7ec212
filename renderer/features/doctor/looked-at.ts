/** In one line what was looked at, how long that took, and when, where it is no more so. */
import { currentLanguage } from '../../../shared/messages/language.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { DoctorReport } from '../../../shared/model/doctor.ts';
import { formatTime } from '../../format.ts';

/** Milliseconds; more exact nobody needs it. */
const LEAST_TOLD = 100;

/** @returns `9 extensions, 2 remotes and the last boot` */
export function lookedAt({ extensions, remotes, services, boot }: DoctorReport['looked']): string {
  const parts = [
    counted(extensions, '{count} extension', '{count} extensions'),
    ...(remotes === 0 ? [] : [counted(remotes, '{count} remote', '{count} remotes')]),
    ...(services === null || services === 0 ? [] : [counted(services, '{count} service', '{count} services')]),
    ...(boot ? [t('the last boot')] : []),
  ];
  return new Intl.ListFormat(currentLanguage(), { type: 'conjunction' }).format(parts);
}

/** @param isOld whether the host changed since, or could not be looked at again */
export function lookLine({ looked, took, at }: DoctorReport, isOld: boolean): string {
  const seconds = (Math.max(took, LEAST_TOLD) / 1000).toLocaleString(currentLanguage(), {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const line = t('Looked at {what} · {seconds} s', { what: lookedAt(looked), seconds });
  return isOld ? `${t('As of {time}', { time: formatTime(at) })} · ${line}` : line;
}
