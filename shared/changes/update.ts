/** Letting systemd-sysupdate fetch a new version. */
import { keptAction, verbsOf } from './action.ts';
import { MAKE_CURRENT_ACTIONS } from './install.ts';
import { COMES } from './merge.ts';

export const UPDATE_ACTIONS = {
  update: keptAction(
    'fetch new versions from the sources that are set',
    'Update system extensions',
    'update a system extension',
    // What came and does not fit is taken back by the version before it.
    [...verbsOf(MAKE_CURRENT_ACTIONS), ...COMES],
  ),
};
