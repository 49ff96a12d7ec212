/** Installing an image, or making a version current that is in the store. */
import { everyTime, keptAction } from './action.ts';
import { FOR_OS } from './for-os.ts';
import { COMES } from './merge.ts';

/** Of a version that was installed before, which asks for less. */
export const MAKE_CURRENT_ACTIONS = {
  'make-current': keptAction(
    'let another version count of those that were installed',
    'Switch to another version of a system extension',
    'switch to another installed version of a system extension',
    COMES,
  ),
};

export const INSTALL_ACTIONS = {
  install: everyTime(
    'put any image into the system: whoever may is root. Signed or not, the helper cannot know: keys are pinned by the person',
    'Install a system extension',
    'install this image as a system extension, whose programs and services may become part of this system: $(command_line)',
    // An image that is stored for another OS is named for it.
    [...COMES, ...FOR_OS],
  ),
  ...MAKE_CURRENT_ACTIONS,
};
