/** In one line how many hosts there are, and how old is what is known of them. */
import { counted, t } from '../../../shared/messages/translate.ts';
import type { Fleet } from '../../../shared/model/fleet.ts';
import { formatAgo } from '../../format.ts';

/** @param now milliseconds since 1970 */
export function ageLine({ hosts }: Pick<Fleet, 'hosts'>, now: number): string {
  const many = counted(hosts.length, '{count} host over SSH', '{count} hosts over SSH');
  const reading = hosts.filter(({ state }) => state === 'reading').length;
  if (reading > 0) return `${many} · ${t('{count} being read', { count: reading })}`;
  const times = hosts.flatMap(({ readAt }) => readAt ?? []);
  if (times.length === 0) return hosts.length === 0 ? '' : `${many} · ${t('none was read yet')}`;
  const [oldest, newest] = [Math.min(...times), Math.max(...times)].map((time) => formatAgo(time, now));
  return oldest === newest
    ? `${many} · ${t('read {ago}', { ago: newest ?? '' })}`
    : `${many} · ${t('read {ago}, the oldest {oldest}', { ago: newest ?? '', oldest: oldest ?? '' })}`;
}
