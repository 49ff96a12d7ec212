/** Switching an optional feature of systemd-sysupdate (sysupdate.features(5)). */
import { keptAction } from './action.ts';

export const FEATURE_ACTIONS = {
  'set-feature': keptAction(
    'switch an optional part of what root’s own transfer files fetch on or off',
    'Switch an optional feature of updates',
    'switch an optional feature of what systemd-sysupdate keeps current',
  ),
};
