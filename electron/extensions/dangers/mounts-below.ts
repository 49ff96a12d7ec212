/**
 * What is mounted below a hierarchy when it is merged. Up to 256 it is not carried along and vanishes. 257 carries it
 * along, but aborts where a mount lies in another one there; 262 carries all (measured on 252, 257 and 262).
 */
import { type Message, messageOf } from '../../../shared/messages/message.ts';
import type { Danger, Rule } from './facts.ts';
import { firstOf } from './facts.ts';

const CARRIED_SINCE = 257;
const NESTED_SINCE = 262;

export const mountsBelow: Rule = ({ mountsBelow: mounts, rules: { version } }) => {
  const host = { extension: null, kind: 'mounts-below', severity: 'danger', path: '' } as const;
  const found = (message: Message): Danger[] => [{ ...host, message }];
  if (mounts.length === 0 || version >= NESTED_SINCE) return [];
  if (version < CARRIED_SINCE) {
    return found(
      messageOf('extension.what-is-mounted-at-vanishes-for', { places: firstOf(mounts), version: String(version) }),
    );
  }
  const nested = mounts.filter((one) => mounts.some((other) => one.startsWith(`${other}/`)));
  if (nested.length === 0) return [];
  return found(
    messageOf('extension.merge-fails-and-takes-away-what', { version: String(version), places: firstOf(nested) }),
  );
};
