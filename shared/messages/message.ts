/**
 * What the core, the helper, the history and the command line say: an id of the catalogues with its values. A language is
 * chosen where it is shown (`say.ts`); the English goes along for whoever does not know the id: an older window, a newer
 * helper, a history that was written years ago.
 */
import { EN } from './en.ts';
import { fillIn, type NamesIn } from './template.ts';

export type MessageId = keyof typeof EN;

/** Of a message: foreign text and numbers as they are, or another message, which is said in the same language. */
export type Value = string | number | Message;

export interface Message {
  readonly id: string;
  readonly values: Readonly<Record<string, Value>>;
  /** The English. */
  readonly text: string;
}

/** A message, or text that is nobody's to translate: what systemd printed, what another person wrote. */
export type Text = string | Message;

/** The values that a message has to be given. */
export type ValuesOf<Id extends MessageId> = Readonly<Record<NamesIn<(typeof EN)[Id]>, Value>>;

type Given<Id extends MessageId> = [NamesIn<(typeof EN)[Id]>] extends [never] ? [] : [values: ValuesOf<Id>];

const NO_VALUES: Message['values'] = {};

/** The message of an id; a value that is missing or not known does not compile. */
export function messageOf<Id extends MessageId>(id: Id, ...[given]: Given<Id>): Message {
  const values: Message['values'] = given ?? NO_VALUES;
  return { id, values, text: fillIn(EN[id], values, 'en', englishOf) };
}

/** Text of somebody else as a message, which every language shows as it is. */
export function foreignText(text: string): Message {
  return { id: FOREIGN, values: { text }, text };
}

/** Several texts in a row, with a sign between them that belongs to no language. */
export function joinTexts(parts: readonly Text[], by: string): Message {
  const text = parts.map(englishOf).join(by);
  return { id: JOINED, values: { by, ...Object.fromEntries(parts.map((part, at) => [`${at}`, part])) }, text };
}

/** A sentence that stands inside of another one: in English it begins with a small letter. */
export function asClause(message: Message): Message {
  const { text } = message;
  return { id: CLAUSE, values: { message }, text: text.charAt(0).toLowerCase() + text.slice(1) };
}

/** Ids that stand in no catalogue. */
export const CLAUSE = 'clause';
export const FOREIGN = 'foreign';
export const JOINED = 'joined';

export function asMessage(text: Text): Message {
  return typeof text === 'string' ? foreignText(text) : text;
}

/** What is written where English is: logs, the journal, JSON for programs. */
export function englishOf(text: Text): string {
  return typeof text === 'string' ? text : text.text;
}

/** Whether a value that came from elsewhere has the shape of a message. */
export function isMessage(value: unknown): value is Message {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'values' in value &&
    'text' in value &&
    typeof value.id === 'string' &&
    typeof value.text === 'string' &&
    typeof value.values === 'object' &&
    value.values !== null
  );
}
