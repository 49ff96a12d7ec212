/** How a class stands: what is merged of it, and what is enabled. */
import type { Snapshot } from '../../shared/model/snapshot.ts';
import { CLASSES, type ExtensionClass } from '../../shared/systemd/classes.ts';

export interface ClassStatus {
  readonly class: ExtensionClass;
  /** Where it is merged; where it would be, while nothing is. */
  readonly paths: readonly string[];
  readonly isMerged: boolean;
  /** Names of what is merged. */
  readonly merged: readonly string[];
  /** How many are enabled, whether they fit or not. */
  readonly enabled: number;
  /** How many of them would be merged, or may be. */
  readonly fitting: number;
  /** Milliseconds since 1970; null where nothing is merged or nobody knows. */
  readonly since: number | null;
  readonly isReadOnlyEtc: boolean;
}

/** Of each class that the host uses; system extensions always. */
export function classStatuses({ hierarchies, extensions }: Snapshot): ClassStatus[] {
  return CLASSES.flatMap((extensionClass) => {
    const mine = hierarchies.filter((one) => one.class === extensionClass);
    const over = mine.filter(({ merged }) => merged);
    const listed = extensions.filter((one) => one.class === extensionClass && one.listed && !one.masks);
    if (extensionClass === 'confext' && listed.length === 0 && over.length === 0) return [];
    return [
      {
        class: extensionClass,
        paths: (over.length > 0 ? over : mine).map(({ path }) => path),
        isMerged: over.length > 0,
        merged: [...new Set(over.flatMap((one) => one.extensions))],
        enabled: listed.length,
        fitting: listed.filter(({ state }) => state === 'ready' || state === 'active' || state === 'unknown').length,
        since: over[0]?.since ?? null,
        isReadOnlyEtc: over.some(({ path, writable }) => path === '/etc' && !writable),
      },
    ];
  });
}
