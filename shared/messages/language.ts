/** Which language people are spoken to in. English is in the code and always there; another one is loaded first. */
import type { Language } from './catalogue.ts';
import { LANGUAGES } from './languages.ts';

/** The language of the code. */
export const ENGLISH = 'en';

let current: Language | null = null;

/** From now on this language is spoken, null for English; what is drawn already has to be drawn again. */
export function setLanguage(language: Language | null): void {
  current = language;
}

/** What is spoken; null for English. */
export const spokenLanguage = (): Language | null => current;

/** The tag of what is spoken. */
export const currentLanguage = (): string => current?.tag ?? ENGLISH;

/** The tag of the best language that there is for what a person prefers, as `navigator.languages` has it. */
export function languageFor(preferred: readonly string[]): string {
  for (const tag of preferred) {
    const [found = ''] = tag.toLowerCase().split('-');
    if (found === ENGLISH || Object.hasOwn(LANGUAGES, found)) return found;
  }
  return ENGLISH;
}

/** @returns the language of a tag; null for English, and for one that there is none of */
export async function loadLanguage(tag: string): Promise<Language | null> {
  return Object.hasOwn(LANGUAGES, tag) ? ((await LANGUAGES[tag as keyof typeof LANGUAGES].load()) ?? null) : null;
}
