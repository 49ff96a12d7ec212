/** Deleting old versions of an extension. */
import { keptAction } from './action.ts';

export const VACUUM_ACTIONS = {
  vacuum: keptAction(
    'delete old versions, never one in use or pinned',
    'Delete old versions of a system extension',
    'delete old versions of a system extension',
  ),
};
