/** The extensions of a report as a table, for the formats that have one. */
import { WORD_OF_STATE } from '../../../shared/changes/state-words.ts';
import { type Message, messageOf, type Text } from '../../../shared/messages/message.ts';
import { WORD_OF_FORM } from '../words.ts';
import type { Report } from './report-text.ts';

/** Makes a text fit for others to read, in the language of who asks: one line of it, with nothing of the person. */
export type Shown = (text: Text) => string;

/** In the order of the cells. */
export const HEADS: readonly Message[] = [
  messageOf('cli.column-name'),
  messageOf('cli.column-version'),
  messageOf('cli.column-class'),
  messageOf('cli.column-state'),
  messageOf('cli.column-form'),
  messageOf('cli.column-path'),
  messageOf('cli.column-note'),
];

export function cellsOf(one: Report['extensions'][number], shown: Shown): string[] {
  const state = WORD_OF_STATE[one.state];
  return [one.name, one.version ?? '', one.class, state, WORD_OF_FORM[one.form], one.path, one.reason].map(shown);
}
