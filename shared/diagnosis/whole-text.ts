import { joinTexts, type Message } from '../messages/message.ts';
import type { Diagnosis } from '../model/diagnosis.ts';

/** What is so, why, and what a person can do, in a row. */
export function wholeText({ message, reason, nextStep }: Pick<Diagnosis, 'message' | 'reason' | 'nextStep'>): Message {
  const parts = [message, reason, nextStep].filter((part) => part !== null);
  return parts.length === 1 ? message : joinTexts(parts, ' ');
}
