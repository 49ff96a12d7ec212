/** For all unit tests: a message equals the text that is its English. */
import { expect } from 'vitest';
import { isMessage } from '../../shared/messages/message.ts';

expect.addEqualityTesters([
  (one: unknown, other: unknown) => {
    if (isMessage(one) && typeof other === 'string') return one.text === other;
    if (isMessage(other) && typeof one === 'string') return other.text === one;
    return undefined;
  },
]);
