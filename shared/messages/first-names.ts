import { messageOf, type Value } from './message.ts';

const MOST = 4;

/** Long lists are cut, for the sentence has to fit a bar. */
export function firstNames(names: readonly string[]): Value {
  const shown = names.slice(0, MOST).join(', ');
  return names.length > MOST ? messageOf('common.and-more', { names: shown, count: names.length - MOST }) : shown;
}
