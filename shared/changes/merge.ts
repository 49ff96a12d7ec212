/** Merging, merging again, and taking out what is merged. */
import { everyTime, keptAction, verbsOf } from './action.ts';
import { SERVICES } from './services.ts';

const UNMERGE_ACTIONS = {
  unmerge: keptAction(
    'take everything out that is merged',
    'Unmerge system extensions',
    'take system extensions out of this system',
    SERVICES,
  ),
};

const REFRESH_ACTIONS = {
  refresh: keptAction(
    'merge again what is there and fits',
    'Merge system extensions again',
    'merge system extensions again',
    SERVICES,
  ),
};

export const MERGE_ACTIONS = {
  merge: keptAction(
    'merge what is there and fits',
    'Merge system extensions',
    'merge system extensions into this system',
    SERVICES,
  ),
  ...UNMERGE_ACTIONS,
  ...REFRESH_ACTIONS,
  'merge-force': everyTime(
    'merge what is there although systemd says that it does not fit',
    'Merge system extensions that do not fit',
    'merge system extensions that are not made for this system',
  ),
  'refresh-force': everyTime(
    'merge it again although systemd says that it does not fit',
    'Merge system extensions again, with those that do not fit',
    'merge system extensions that are not made for this system',
  ),
};

/** After what comes, and after what may go (an undo takes a first merge back). */
export const COMES = [...verbsOf(REFRESH_ACTIONS), ...SERVICES];
export const GOES = [...verbsOf(REFRESH_ACTIONS), ...verbsOf(UNMERGE_ACTIONS), ...SERVICES];
