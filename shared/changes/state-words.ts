/** What the state of an extension is to a person; for a program it stays as it is. */
import { type Message, messageOf } from '../messages/message.ts';
import type { ExtensionState } from '../model/extension.ts';

/** As the window calls them in its list. */
export const WORD_OF_STATE: Readonly<Record<ExtensionState, Message>> = {
  active: messageOf('cli.state-active'),
  ready: messageOf('cli.state-ready'),
  unknown: messageOf('cli.unknown'),
  blocked: messageOf('cli.state-blocked'),
  masked: messageOf('cli.state-masked'),
  hidden: messageOf('cli.state-hidden'),
  broken: messageOf('cli.state-broken'),
};
