/** The versions of a name that are never deleted as old ones: the pinned one, and those that are meant for some OS. */
import { versionAt } from '../../shared/images/for-os.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { forOsEntriesOf } from './for-os-files.ts';
import { readPin } from './pinned.ts';

export function keptVersions(root: string, extensionClass: ExtensionClass, name: string): string[] {
  const pinned = readPin(root, extensionClass, name)?.version ?? null;
  const forOs = forOsEntriesOf(root, { class: extensionClass, name });
  const named = forOs.flatMap(({ target }) => versionAt(target, name)?.version ?? []);
  return [...new Set([...(pinned === null ? [] : [pinned]), ...named])];
}
