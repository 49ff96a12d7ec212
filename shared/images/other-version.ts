/** Extensions whose own name has the version in it (see `listedAs`), so that a newer one does not take their place by itself. */

import { requestRemoval } from '../changes/remove.ts';
import type { Change } from '../model/change.ts';
import type { Extension } from '../model/extension.ts';
import type { ExtensionClass } from '../systemd/classes.ts';
import { listedAs } from './release-name.ts';
import { storeOfLink } from './store.ts';

/**
 * What goes when an extension comes: the links to its other versions. Both would be merged, and have the same files. The
 * images stay in the store; what is no link of a store is somebody else's, such as sysextmgr's, and stays as it is.
 */
export function otherVersionsGo(
  { class: extensionClass, name }: { readonly class: ExtensionClass; readonly name: string },
  extensions: readonly Extension[],
): Change[] {
  const listed = listedAs(name);
  if (listed === null) return [];
  return extensions.flatMap((one): Change[] => {
    const isOther = one.class === extensionClass && one.name !== name && one.listed && !one.masks;
    if (!isOther || listedAs(one.name)?.name !== listed.name) return [];
    if (storeOfLink(extensionClass, one.path, one.realPath) === null) return [];
    return [requestRemoval(one)];
  });
}
