/** Messages in the language that is spoken. */
import { spokenLanguage } from './language.ts';
import { CLAUSE, JOINED, type Message, type Text } from './message.ts';
import { fillIn, type Template } from './template.ts';
import { visibleText } from './visible.ts';

/**
 * A message, or foreign text, as it is shown: what acts in names that somebody else gave is taken out. Of an id that is
 * not known here the English is said.
 */
export function say(given: Text): string {
  if (typeof given === 'string') return visibleLines(given);
  const { id, values, text } = given;
  const language = spokenLanguage();
  if (language === null) return visibleLines(text);
  if (id === JOINED)
    return partsOf(given)
      .map(say)
      .join(String(values['by'] ?? ''));
  const { message } = values;
  if (id === CLAUSE && typeof message === 'object') return say(message);
  const messages: Readonly<Record<string, Template>> = language.messages;
  const template = Object.hasOwn(messages, id) ? messages[id] : undefined;
  if (template === undefined) return visibleLines(text);
  return fillIn<string | Message>(template, values, language.tag, say);
}

const visibleLines = (text: string): string => text.split('\n').map(visibleText).join('\n');

function partsOf({ values }: Message): Text[] {
  const parts: Text[] = [];
  for (let at = 0; Object.hasOwn(values, `${at}`); at += 1) {
    const part = values[`${at}`];
    if (part !== undefined) parts.push(typeof part === 'number' ? String(part) : part);
  }
  return parts;
}
