import { messageOf } from '../messages/message.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Diagnosis } from './diagnosis.ts';

/** What is merged, and is masked or gone since. */
export function stillMerged({ hierarchies, extensions }: Pick<Snapshot, 'hierarchies' | 'extensions'>): Diagnosis[] {
  return (['sysext', 'confext'] as const).flatMap((extensionClass) => {
    const merged = hierarchies.filter((one) => one.class === extensionClass).flatMap((one) => one.extensions);
    const isThere = (name: string) =>
      extensions.some((one) => one.merged && one.class === extensionClass && one.name === name);
    const gone = [...new Set(merged)].filter((name) => !isThere(name));
    if (gone.length === 0) return [];
    return [
      {
        id: 'still-merged',
        severity: 'warning' as const,
        subject: { kind: 'class' as const, class: extensionClass },
        message: messageOf('diagnosis.still-merged', { names: gone.join(', ') }),
        reason: messageOf('diagnosis.masked-or-taken-away-since'),
        nextStep: messageOf('diagnosis.next-refresh-drops-it'),
        fix: { changes: [], action: 'refresh' as const, classes: [extensionClass] },
        source: 'systemd-sysext(8): refresh',
      },
    ];
  });
}
