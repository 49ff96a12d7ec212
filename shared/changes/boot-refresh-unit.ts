/** Whether services of extensions are started at boot by a unit of ours, where systemd does not start them. */
import { keptAction } from './action.ts';

export const BOOT_REFRESH_ACTIONS = {
  'add-boot-refresh-unit': keptAction(
    'have the services of extensions started at boot',
    'Start services of system extensions at boot',
    'start services of system extensions at every boot',
  ),
  'remove-boot-refresh-unit': keptAction(
    'have them not started any more',
    'Do not start services of system extensions at boot',
    'no longer start services of system extensions at boot',
  ),
};
