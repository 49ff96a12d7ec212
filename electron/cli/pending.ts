/** What the next refresh changes: what a merge of the disk as it is would come to, against what is merged. */
import { CLASSES, type ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';

export interface Pending {
  readonly class: ExtensionClass;
  /** In the order of names. */
  readonly comes: readonly string[];
  readonly goes: readonly string[];
}

/** The names that are merged now, over whichever hierarchy of the class. */
export function mergedNames({ hierarchies }: Pick<System, 'hierarchies'>, extensionClass: string): Set<string> {
  return new Set(hierarchies.filter((one) => one.class === extensionClass).flatMap((one) => one.extensions));
}

/** Of a class whose merge fails nothing comes or goes; why is told elsewhere. */
export function pendingIn(system: Pick<System, 'hierarchies' | 'predicted'>): Pending[] {
  return CLASSES.flatMap((extensionClass) => {
    const merge = system.predicted[extensionClass];
    if (merge === undefined || merge.fails.length > 0) return [];
    const now = mergedNames(system, extensionClass);
    const then = new Set(merge.layers);
    // Of what nobody can predict it is not said that it goes.
    const uncertain = new Set(merge.uncertain.map(({ name }) => name));
    const comes = [...then].filter((name) => !now.has(name)).sort();
    const goes = [...now].filter((name) => !then.has(name) && !uncertain.has(name)).sort();
    return comes.length + goes.length === 0 ? [] : [{ class: extensionClass, comes, goes }];
  });
}
