import type { Elsewhere, UpdateItem } from '../model/update.ts';
import { compareVersions } from '../systemd/version.ts';

/** Names an update among all, in the window and in the core. */
export const updateKey = ({ class: extensionClass, name }: Pick<UpdateItem, 'class' | 'name'>): string =>
  `${extensionClass}/${name}`;

/** Whether an extension can be brought up to date now, and nobody said that it should not. */
export const canUpdate = ({ newest, fits, pinned, held, way }: UpdateItem): boolean =>
  newest !== null && fits !== false && pinned === null && !held && way !== 'none';

/** The newest stored version that is newer than the one in use; null for none. */
export function storedNewer({ stored, installed }: Pick<UpdateItem, 'stored' | 'installed'>): string | null {
  const [latest = null] = stored;
  return latest !== null && installed !== null && compareVersions(latest, installed) > 0 ? latest : null;
}

/** An update as it is from another remote, which a person named; null where that has nothing newer. */
export function takenFrom(item: UpdateItem, remote: string): UpdateItem | null {
  if (item.source === remote && item.newest !== null) return item;
  const other = item.elsewhere.find((one) => one.remote === remote);
  if (other === undefined) return null;
  const { version: newest, fits, release } = other;
  return {
    ...item,
    way: 'download',
    source: remote,
    newest,
    fits,
    reason: null,
    sizeThen: null,
    unitsThen: null,
    release,
  };
}

/** How much is known of who makes it. */
export const isSigned = ({ release }: Elsewhere): boolean => release.signedBy !== null;
