/** What deleting old versions came to: which are gone, and how much room that made. */
import { isVacuum } from '../../shared/changes/vacuum.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { System } from '../extensions/system.ts';
import { versionsOf } from '../operations/versions.ts';
import { shortSize } from './sizes.ts';

/** @param after the host as it was read once all was done @returns nothing where no old version was to be deleted */
export function freedText(after: System, { request, deletes }: Pick<Plan, 'request' | 'deletes'>): Message[] {
  const swept = request.changes.filter(isVacuum);
  if (swept.length === 0) return [];
  const isSwept = (one: Plan['deletes'][number]) =>
    swept.some(({ class: extensionClass, name }) => extensionClass === one.class && name === one.name);
  const isThere = (one: Plan['deletes'][number]) =>
    versionsOf(after, one.class, one.name).some(({ version }) => version === one.version);
  const gone = deletes.filter((one) => isSwept(one) && !isThere(one));
  if (gone.length === 0) return [messageOf('cli.no-old-version-was-deleted')];
  return [
    ...gone.map(({ name, version, size }) =>
      messageOf('cli.deleted-version', { name, version, size: shortSize(size) }),
    ),
    messageOf('cli.room-made', { count: gone.length, size: shortSize(gone.reduce((sum, { size }) => sum + size, 0)) }),
  ];
}
