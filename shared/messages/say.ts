/** Messages in the language that is spoken. */

import { DE } from './de.ts';
import { fromCore } from './from-core.ts';
import { CLAUSE, FOREIGN, JOINED, type Message, type Text } from './message.ts';
import { fillIn, type Template } from './template.ts';
import { spoken } from './translate.ts';
import { visible } from './visible.ts';

/**
 * A message, or foreign text, as it is shown: what acts in names that somebody else gave is taken out. Of an id that is
 * not known here the English is said.
 */
export function say(given: Text): string {
  if (typeof given === 'string') return fromCore(given);
  const { id, values, text } = given;
  if (id === FOREIGN) return fromCore(text);
  if (id === JOINED)
    return partsOf(given)
      .map(say)
      .join(String(values['by'] ?? ''));
  const language = spoken();
  const { message } = values;
  if (id === CLAUSE && typeof message === 'object' && language !== 'en') return say(message);
  const template =
    language === 'en' || !Object.hasOwn(DE, id) ? undefined : (DE as Readonly<Record<string, Template>>)[id];
  if (template === undefined) return text.split('\n').map(visible).join('\n');
  return fillIn<string | Message>(template, values, language, say);
}

function partsOf({ values }: Message): Text[] {
  const parts: Text[] = [];
  for (let at = 0; Object.hasOwn(values, `${at}`); at += 1) {
    const part = values[`${at}`];
    if (part !== undefined) parts.push(typeof part === 'number' ? String(part) : part);
  }
  return parts;
}
