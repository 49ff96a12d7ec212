/** The texts of the catalogues: `{name}` stands for a value; one that depends on a number has its plural forms. */

/** By the categories of `Intl.PluralRules`, chosen by the value `count`. */
export type Plural = { readonly other: string } & {
  readonly [Category in Exclude<Intl.LDMLPluralRule, 'other'>]?: string;
};
export type Template = string | Plural;

type NamesInText<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesInText<Rest>
  : never;
/** The names of the values of a template. */
export type NamesIn<Given extends Template> = Given extends string
  ? NamesInText<Given>
  : Given extends { readonly other: infer Other extends string }
    ? NamesInText<Other> | 'count'
    : never;

/** All that the rooms have. */
type Merged<Rooms extends readonly object[]> = Rooms extends readonly [infer First, ...infer Rest extends object[]]
  ? First & Merged<Rest>
  : unknown;

/**
 * The rooms of a catalogue as one. Without a prototype it is a dictionary from the start: a spread of a thousand keys takes
 * V8 more than 20 ms, at every start of the command line.
 */
export const mergeRooms = <const Rooms extends readonly object[]>(...rooms: Rooms): Merged<Rooms> =>
  Object.assign(Object.create(null), ...rooms);

/** A translation of each text of a catalogue; a text that is missing does not compile. */
export type Translation<Catalogue extends Readonly<Record<string, Template>>> = {
  readonly [Id in keyof Catalogue]: Template;
};

/** `never` where no translation asks for a value that the text does not have, else the ids of those that do. */
export type Misnamed<
  Catalogue extends Readonly<Record<string, Template>>,
  Translated extends Readonly<Record<string, Template>>,
> = {
  [Id in keyof Catalogue & keyof Translated]: Exclude<
    NamesIn<Translated[Id]>,
    NamesIn<Catalogue[Id]> | 'count'
  > extends never
    ? never
    : Id;
}[keyof Catalogue & keyof Translated];

const rules = new Map<string, Intl.PluralRules>();

function formOf(template: Template, count: unknown, language: string): string {
  if (typeof template === 'string') return template;
  let rule = rules.get(language);
  if (rule === undefined) {
    rule = new Intl.PluralRules(language);
    rules.set(language, rule);
  }
  return template[rule.select(Number(count))] ?? template.other;
}

/** A number as a language writes it. */
export function formatNumber(value: number, language: string): string {
  // The formatter takes a while to load, and small numbers are the same everywhere that Latin digits are.
  return Number.isInteger(value) && value >= 0 && value < 1000 ? String(value) : value.toLocaleString(language);
}

/**
 * A template with its values; a name that none is given for stays as it is.
 *
 * @param show makes text of what is neither number nor missing
 */
export function fillIn<Shown>(
  template: Template,
  values: Readonly<Record<string, Shown | number>>,
  language: string,
  show: (value: Exclude<Shown, number>) => string,
): string {
  const text = formOf(template, values['count'], language);
  if (!text.includes('{')) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return whole;
    return typeof value === 'number' ? formatNumber(value, language) : show(value as Exclude<Shown, number>);
  });
}
