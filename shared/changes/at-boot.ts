/** Whether extensions are merged at boot. */
import { keptAction } from './action.ts';

export const AT_BOOT_ACTIONS = {
  'enable-at-boot': keptAction(
    'have extensions merged at boot',
    'Merge system extensions at boot',
    'merge system extensions at every boot',
  ),
  'disable-at-boot': keptAction(
    'have none merged at boot',
    'Do not merge system extensions at boot',
    'no longer merge system extensions at boot',
  ),
};
