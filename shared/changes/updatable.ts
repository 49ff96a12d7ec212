import type { Elsewhere, UpdateItem } from '../model/update.ts';

/** Names an update among all, in the window and in the core. */
export const updateKey = ({ class: extensionClass, name }: Pick<UpdateItem, 'class' | 'name'>): string =>
  `${extensionClass}/${name}`;

/** Whether an extension can be brought up to date now, and nobody said that it should not. */
export const canUpdate = ({ newest, fits, pinned, held, way }: UpdateItem): boolean =>
  newest !== null && fits !== false && pinned === null && !held && way !== 'none';

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
