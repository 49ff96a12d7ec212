/** The parameters of a request, taken one by one and checked. Written without a library: it runs as root. */

import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { isExtensionName } from '../../shared/systemd/extension-name.ts';

/** What fits one argument of a program (128 KiB). */
const MAX_NAMES = 400;

/** @param what it is refused for, a part of a sentence */
export function refusedField(what: string): VeneerError {
  return new VeneerError('invalid-input', messageOf('helper.helper-refuses-request', { what }));
}

/** Takes fields one by one, and refuses what is left over. */
export class Fields {
  readonly #left: Map<string, unknown>;

  constructor(body: object) {
    this.#left = new Map(Object.entries(body));
  }

  static parse(text: string): Fields {
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      throw refusedField('its parameters are not JSON');
    }
    if (!isObject(body)) throw refusedField('its parameters are no object');
    return new Fields(body);
  }

  take<T>(key: string, isRight: (value: unknown) => value is T, what: string): T {
    const value = this.#left.get(key);
    this.#left.delete(key);
    if (!isRight(value)) throw refusedField(what);
    return value;
  }

  has(key: string): boolean {
    return this.#left.has(key);
  }

  end(): void {
    if (this.#left.size > 0) throw refusedField('it has a parameter that is not known');
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
export const isName = (value: unknown): value is string => typeof value === 'string' && isExtensionName(value);
export const isList =
  <T>(isRight: (value: unknown) => value is T) =>
  (value: unknown): value is T[] =>
    Array.isArray(value) && value.length <= MAX_NAMES && value.every(isRight);
/** One spelling for one place: `//` and `/.` are `/` to the kernel, and would not be to what asks for `/`. */
export const isRoot = (value: unknown): value is string =>
  typeof value === 'string' && /^(?:\/|(?:\/(?!\.{1,2}(?:\/|$))[^/\0]+)+)$/.test(value);
export const isText =
  (isRight: (text: string) => boolean) =>
  (value: unknown): value is string =>
    typeof value === 'string' && isRight(value);
export const orNull =
  <T>(isRight: (value: unknown) => value is T) =>
  (value: unknown): value is T | null =>
    value === null || isRight(value);

/** An object inside the parameters, or null. */
export function parseInner<T>(key: string, fields: Fields, parse: (inner: Fields) => T): T | null {
  const value = fields.take(key, orNull(isObject), 'a part of it is no object');
  if (value === null) return null;
  const inner = new Fields(value);
  const parsed = parse(inner);
  inner.end();
  return parsed;
}
