/** Letting systemd-sysupdate delete old versions, where they are in a layout of its own. */
import { keptAction } from './action.ts';

export const VACUUM_TRANSFER_ACTIONS = {
  'vacuum-transfer': keptAction(
    'let systemd-sysupdate delete old versions',
    'Delete old versions that systemd-sysupdate keeps',
    'delete old versions of a system extension',
  ),
};
