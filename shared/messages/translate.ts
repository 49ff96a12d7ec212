/**
 * The words of the window. A text is written in English where it is used, and that is its key in every other language; a key
 * that is missing there does not compile. `{name}` stands for a value.
 */
import type { WindowText } from './catalogue.ts';
import { currentLanguage, spokenLanguage } from './language.ts';
import { fillIn, type Template } from './template.ts';
import { visibleText } from './visible.ts';

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type Values<Text extends string> = [NamesIn<Text>] extends [never]
  ? []
  : [values: Readonly<Record<NamesIn<Text>, string | number>>];

const templateOf = (text: WindowText): Template => spokenLanguage()?.window[text] ?? text;

const fillTemplate = (template: Template, values: Readonly<Record<string, string | number>>): string =>
  fillIn<string | number>(template, values, currentLanguage(), visibleText);

/** A text in the language that is spoken. Numbers are written as that language writes them. */
export function t<Text extends WindowText>(text: Text, ...[values]: Values<Text>): string {
  return fillTemplate(templateOf(text), values ?? {});
}

/**
 * `one` for exactly one, else `many`; both may name `{count}`, and what `values` has. A language with more forms has them for
 * `many`.
 */
export function counted<One extends WindowText, Many extends WindowText>(
  count: number,
  one: One,
  many: Many,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const several = templateOf(many);
  return fillTemplate(typeof several === 'string' && count === 1 ? templateOf(one) : several, { ...values, count });
}
