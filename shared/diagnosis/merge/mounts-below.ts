/**
 * What is mounted below a hierarchy when it is merged. Up to 256 it is not carried along and vanishes. 257 carries it
 * along, but aborts where a mount lies in another one there; 262 carries all (measured on 252, 257 and 262).
 */
import { type Message, messageOf } from '../../messages/message.ts';
import { rule } from '../rule.ts';
import { firstOf, type MergeFacts } from './facts.ts';

const CARRIED_SINCE = 257;
const NESTED_SINCE = 262;

export const mountsBelow = rule(['mounts-below'], 'measured on 252, 257 and 262', (facts: MergeFacts) => {
  const message = sentenceFor(facts);
  if (message === null) return [];
  return [{ id: 'mounts-below', severity: 'danger', subject: { kind: 'class', class: facts.class }, message }];
});

function sentenceFor({ mountsBelow: mounts, rules: { version } }: MergeFacts): Message | null {
  if (mounts.length === 0 || version >= NESTED_SINCE) return null;
  if (version < CARRIED_SINCE)
    return messageOf('extension.what-is-mounted-at-vanishes-for', {
      places: firstOf(mounts),
      version: String(version),
    });
  const nested = mounts.filter((one) => mounts.some((other) => one.startsWith(`${other}/`)));
  if (nested.length === 0) return null;
  return messageOf('extension.merge-fails-and-takes-away-what', { version: String(version), places: firstOf(nested) });
}
