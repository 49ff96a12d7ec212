/** Services that a merge brought and that nobody started: systemd starts few by itself. */
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { Service, ServiceReport } from '../../shared/model/service.ts';

/** Longer command lines are not typed off; `veneer services` has all of them. */
const MOST = 8;

/** What waits for something else than a person; starting it by hand is no use. */
const WAITS_FOR = new Set<string>([
  'service.starts-on-demand',
  'service.condition-is-not-met',
  'service.a-condition-is-not-met',
  'service.an-assertion-failed',
]);

/**
 * @param report the services as they are after the merge; of a tree without a service manager nothing is said
 * @param gained units that came with it
 */
export function notStartedText({ services }: ServiceReport, gained: readonly string[]): Message[] {
  const waiting = services.filter((one) => gained.includes(one.name) && isNotStarted(one)).map(({ name }) => name);
  if (waiting.length === 0) return [];
  const units = waiting.slice(0, MOST);
  const values = { units: units.join(', '), command: ['systemctl start', ...units.map(quoted)].join(' ') };
  return waiting.length > MOST
    ? [messageOf('cli.not-started-and-more', { ...values, count: waiting.length - MOST })]
    : [messageOf('cli.not-started', values)];
}

/** One that never ran since the machine was started, and would if it were told to. */
const isNotStarted = ({ status, canStart, since, message }: Service): boolean =>
  status === 'stopped' && canStart && since === null && !WAITS_FOR.has(message.id);

/** Of what a name of a unit may have, only the escapes of systemd-escape(1) mean something to a shell. */
const quoted = (unit: string): string => (unit.includes('\\') ? `'${unit}'` : unit);
