import type { UpdateItem } from './model/update.ts';

/** Whether an extension can be brought up to date now, and nobody said that it should not. */
export const isDue = ({ newest, fits, pinned, held, way }: UpdateItem): boolean =>
  newest !== null && fits !== false && pinned === null && !held && way !== 'none';
