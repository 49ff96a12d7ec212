/** Telling the service manager what came or went with a merge. */
import { keptAction, verbsOf } from './action.ts';

export const SERVICE_ACTIONS = {
  'reload-services': keptAction(
    'let systemd read unit files again',
    'Read all unit files again',
    'let systemd read all unit files again',
  ),
  'restart-units': keptAction(
    'start what extensions hook into three targets; stop or restart units whose file a merged extension brings, and stop those that have none any more',
    'Start or stop services of system extensions',
    'start or stop services of system extensions',
  ),
};

/** What goes with every merge. */
export const SERVICES = verbsOf(SERVICE_ACTIONS);
