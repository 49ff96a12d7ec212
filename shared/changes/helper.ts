/** Whether the helper stands where it lasts, with polkit actions of its own. */
import { everyTime } from './action.ts';

export const HELPER_ACTIONS = {
  'add-helper': everyTime(
    'put the helper itself where it lasts: from a file of root’s, or one of the hash that the question names',
    'Install the helper of Veneer',
    'install the helper that changes system extensions: $(command_line)',
  ),
  'remove-helper': everyTime(
    'take it away again',
    'Remove the helper of Veneer',
    'remove the helper that changes system extensions',
  ),
};
