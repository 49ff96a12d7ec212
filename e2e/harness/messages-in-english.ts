/** For all unit tests: a message equals the text that is its English, and the files of a worker begin in it. */
import { expect } from 'vitest';
import { setLanguage } from '../../shared/messages/language.ts';
import { isMessage } from '../../shared/messages/message.ts';

setLanguage(null);

expect.addEqualityTesters([
  (one: unknown, other: unknown) => {
    if (isMessage(one) && typeof other === 'string') return one.text === other;
    if (isMessage(other) && typeof one === 'string') return other.text === one;
    return undefined;
  },
]);
