/** What steps say of an image that gives way to a link. */
import { type Message, messageOf } from '../messages/message.ts';
import type { Adopted } from './row.ts';

/** What a step does, with the image that it keeps. */
export function withAdoption(action: Message, adopted: Adopted | null): Message {
  if (adopted === null) return action;
  const { path, version } = adopted;
  return messageOf('change.and-keep-image-that-stands-at', { step: action, path, version });
}
