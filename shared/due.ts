import type { UpdateItem } from './model/update.ts';

/** Names an update among all, in the window and in the core. */
export const updateKey = ({ class: extensionClass, name }: Pick<UpdateItem, 'class' | 'name'>): string =>
  `${extensionClass}/${name}`;

/** Whether an extension can be brought up to date now, and nobody said that it should not. */
export const isDue = ({ newest, fits, pinned, held, way }: UpdateItem): boolean =>
  newest !== null && fits !== false && pinned === null && !held && way !== 'none';
