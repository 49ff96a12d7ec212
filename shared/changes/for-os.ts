/** Naming the version that is current once another release of an OS runs. */
import { keptAction, verbsOf } from './action.ts';

export const FOR_OS_ACTIONS = {
  'set-for-os': keptAction(
    'name, of the versions that were installed, the one that counts from the first boot of another OS release on',
    'Choose a version of a system extension for another OS release',
    'choose which installed version of a system extension counts once another OS release runs',
  ),
};

/** What goes with storing an image for another OS. */
export const FOR_OS = verbsOf(FOR_OS_ACTIONS);
