/** Pinning an extension to a version, or holding its updates. */
import { keptAction } from './action.ts';

export const PIN_ACTIONS = {
  pin: keptAction(
    'keep a version, or hold updates',
    'Pin a system extension to a version',
    'pin a system extension to a version, or to hold its updates',
  ),
};
