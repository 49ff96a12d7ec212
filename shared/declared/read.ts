/** Reads `veneer.yaml` and recipes, and says of what it does not take where it stands and what was perhaps meant. */
import type * as z from 'zod';
import { type Message, messageOf } from '../messages/message.ts';
import { nearestWord } from '../messages/nearest-word.ts';
import { Declared } from '../model/declared.ts';
import type { Parsed, Path } from './yaml.ts';

/** @throws {VeneerError} `invalid-input` with line and column of the first thing that is wrong */
export const declaredIn = (parsed: Parsed): Declared => readAs(Declared, parsed);

/** What a file holds, by its model. @throws as `declaredIn` */
export function readAs<T extends z.ZodType>(model: T, parsed: Parsed): z.infer<T> {
  const { success, data, error } = model.safeParse(parsed.value);
  if (success) return data;
  const [issue] = error.issues;
  throw issue === undefined ? parsed.wrong([], messageOf('declared.no-yaml')) : errorOf(model, parsed, issue);
}

function errorOf(model: z.ZodType, parsed: Parsed, issue: z.core.$ZodIssue) {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const [field = ''] = issue.keys;
    const meant = nearestWord(field, fieldsAt(model, path));
    const what =
      meant === null
        ? messageOf('declared.no-such-field', { field })
        : messageOf('declared.no-such-field-but', { field, meant });
    return parsed.wrong(path, what, field);
  }
  return parsed.wrong(path, whatIsWrong(parsed, issue));
}

const LISTS: Readonly<Record<string, string>> = { array: 'list', object: 'fields' };

function whatIsWrong(parsed: Parsed, issue: z.core.$ZodIssue): Message {
  const field = String(issue.path.findLast((one) => typeof one === 'string') ?? 'veneer');
  const given = valueAt(parsed.value, issue.path);
  if (issue.code === 'custom') {
    const { params = {} } = issue;
    if (params['twice'] === true) return messageOf('declared.named-twice', { name: String(given) });
    if (typeof params['beside'] === 'string')
      return messageOf('declared.not-beside', { field, other: params['beside'] });
    if (Array.isArray(params['either']))
      return messageOf('declared.one-of-both', {
        one: String(params['either'][0]),
        other: String(params['either'][1]),
      });
    if (typeof params['missing'] === 'string') return messageOf('declared.is-missing', { field: params['missing'] });
    if (typeof params['oneOf'] === 'string') return messageOf('recipe.one-step', { steps: params['oneOf'] });
    if (params['noSource'] === true) return messageOf('recipe.no-source', { name: shortened(given) });
    return messageOf('declared.not-taken', { field, value: shortened(given) });
  }
  if (given === undefined) return messageOf('declared.is-missing', { field });
  if (issue.code === 'invalid_type') {
    if (issue.expected === 'string' && typeof given === 'number') return messageOf('declared.quote-it', { field });
    const kind = LISTS[issue.expected];
    if (kind === 'list') return messageOf('declared.takes-list', { field });
    if (kind === 'fields') return messageOf('declared.takes-fields', { field });
    return issue.expected === 'boolean'
      ? messageOf('declared.takes-yes-or-no', { field })
      : messageOf('declared.takes-text', { field });
  }
  if (issue.code === 'invalid_value')
    return messageOf('declared.takes-one-of', { field, values: issue.values.map(String).join(', ') });
  return messageOf('declared.not-taken', { field, value: shortened(given) });
}

const shortened = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const step of path) found = (found as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[step];
  return found;
}

/** The fields that may stand at a place, by the model. */
function fieldsAt(top: z.ZodType, path: Path): string[] {
  let schema: unknown = top;
  for (const step of path) {
    const { shape, element, valueType } = unwrapped(schema);
    schema = typeof step === 'number' ? element : (shape?.[String(step)] ?? valueType);
  }
  return Object.keys(unwrapped(schema).shape ?? {});
}

interface Model {
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly element?: unknown;
  /** Of a record. */
  readonly valueType?: unknown;
  readonly unwrap?: () => unknown;
}

/** Without what gives it a default. */
function unwrapped(schema: unknown): Model {
  let model = schema as Model;
  while (
    model.shape === undefined &&
    model.element === undefined &&
    model.valueType === undefined &&
    model.unwrap !== undefined
  )
    model = model.unwrap() as Model;
  return model;
}
