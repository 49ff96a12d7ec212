/** Switching extensions on and off. */
import { keptAction } from './action.ts';
import { COMES, GOES } from './merge.ts';

export const SWITCH_ACTIONS = {
  mask: keptAction(
    'take extensions out that are there, by an empty folder of their name or by moving them aside',
    'Disable system extensions',
    'disable system extensions',
    GOES,
  ),
  unmask: keptAction(
    'let extensions count again that are there',
    'Enable system extensions',
    'enable system extensions',
    COMES,
  ),
};
