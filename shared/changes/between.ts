/** What became otherwise between two moments of a host. */
import { joinTexts, type Message, messageOf } from '../messages/message.ts';
import type { KeptExtension, MovedExtension } from '../model/history.ts';
import { WORD_OF_STATE } from './state-words.ts';

/**
 * Extensions that came, went, or have another version or state, by class and name.
 *
 * @param before one for each class and name
 * @param after the same, at the other moment
 */
export function movedBetween(before: readonly KeptExtension[], after: readonly KeptExtension[]): MovedExtension[] {
  const [had, has] = [before, after].map((all) => new Map(all.map((one) => [keyOf(one), one] as const)));
  const keys = [...new Set([...(had?.keys() ?? []), ...(has?.keys() ?? [])])].sort();
  return keys.flatMap((key) => {
    const [one, other] = [had?.get(key), has?.get(key)];
    const known = one ?? other;
    if (known === undefined || (one?.version === other?.version && one?.state === other?.state)) return [];
    return [{ class: known.class, name: known.name, before: sideOf(one), after: sideOf(other) }];
  });
}

const keyOf = (one: KeptExtension) => `${one.class}/${one.name}`;

const sideOf = (one: KeptExtension | undefined) =>
  one === undefined ? null : { version: one.version, state: one.state };

/** How an extension was at a moment, in a few words. */
export function sideText(side: MovedExtension['before']): Message {
  if (side === null) return messageOf('history.not-there');
  return joinTexts([...(side.version === null ? [] : [side.version]), WORD_OF_STATE[side.state]], ', ');
}
