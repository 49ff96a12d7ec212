/** Removing an extension. */
import { keptAction, verbsOf } from './action.ts';
import { UNFOLLOW_ACTIONS } from './follow.ts';
import { GOES } from './merge.ts';

export const REMOVE_ACTIONS = {
  remove: keptAction(
    'remove an extension, with its versions where that is asked for',
    'Remove a system extension',
    'remove a system extension',
    [...GOES, ...verbsOf(UNFOLLOW_ACTIONS)],
  ),
};
