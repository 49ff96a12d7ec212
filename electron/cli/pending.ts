/** What is merged, as the mount table has it, whatever stands on the disk by now. */
import type { System } from '../extensions/system.ts';

/** The names that are merged now, over whichever hierarchy of the class. */
export function mergedNames({ hierarchies }: Pick<System, 'hierarchies'>, extensionClass: string): Set<string> {
  return new Set(hierarchies.filter((one) => one.class === extensionClass).flatMap((one) => one.extensions));
}
