/**
 * The words of the window. A message is written in English where it is used, and that text is its key in the catalogue of
 * every other language; a key that is missing there does not compile. `{name}` stands for a value.
 */

import { GERMAN } from './german.ts';
import { visible } from './visible.ts';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Message = keyof typeof GERMAN;

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type Values<Text extends string> = [NamesIn<Text>] extends [never]
  ? []
  : [values: Readonly<Record<NamesIn<Text>, string | number>>];

let language: Language = 'en';

/** Which language is spoken from now on; what is drawn already has to be drawn again. */
export function speak(wanted: Language): void {
  language = wanted;
}

export function spoken(): Language {
  return language;
}

/** The best of our languages for what a person prefers, as `navigator.languages` has it. */
export function languageFor(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const found = LANGUAGES.find((one) => one === tag.toLowerCase().split('-')[0]);
    if (found !== undefined) return found;
  }
  return 'en';
}

/** A message in the language that is spoken. Numbers are written as that language writes them. */
export function t<Text extends Message>(message: Text, ...[values]: Values<Text>): string {
  return fill(language === 'de' ? GERMAN[message] : message, values ?? {});
}

/** `one` for exactly one, else `many`; both may name `{count}`. English and German have no further forms. */
export function counted<One extends Message, Many extends Message>(count: number, one: One, many: Many): string {
  const message: Message = count === 1 ? one : many;
  return fill(language === 'de' ? GERMAN[message] : message, { count });
}

export function fill(message: string, values: Readonly<Record<string, string | number>>): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? value.toLocaleString(language) : visible(value);
  });
}
