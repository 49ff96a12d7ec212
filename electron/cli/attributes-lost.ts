/** What an image of a folder lacks that the folder may have. */
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { mayAskForXattrs } from '../host/xattr.ts';

export const attributesLost = (): readonly Message[] =>
  mayAskForXattrs() ? [] : [messageOf('cli.attributes-are-not-kept')];
