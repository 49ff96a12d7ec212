/** What the command line answers in JSON, held to the schema that is published (docs/json). */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

const SCHEMA = new URL('../../docs/json/veneer.schema.json', import.meta.url);
const ID = 'veneer';

/** A field that the schema does not name may come later; here it is a mistake, for then it is not written down. */
function withoutOthers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOthers);
  if (typeof value !== 'object' || value === null) return value;
  const all = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutOthers(one)]));
  const isClosed =
    typeof all['properties'] === 'object' && all['type'] === 'object' && !('additionalProperties' in all);
  return isClosed ? { ...all, additionalProperties: false } : all;
}

let ajv: Ajv2020 | null = null;

function schemas(): Ajv2020 {
  if (ajv === null) {
    ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
    ajv.addSchema({ ...(withoutOthers(JSON.parse(readFileSync(SCHEMA, 'utf8'))) as object), $id: ID });
  }
  return ajv;
}

/** @returns why `value` is no answer of that name; null where it is one */
export function answerProblem(name: string, value: unknown): string | null {
  const check = schemas().getSchema(`${ID}#/$defs/${name}`);
  if (check === undefined) return `there is no answer ${name}`;
  return check(value) === true ? null : schemas().errorsText(check.errors);
}

const WHOLE = ['operation', 'remote', 'remotes', 'updates', 'features'];

/**
 * What an answer holds, without its frame: of a list its rows.
 *
 * @throws where it is no answer by the published schema
 */
export function contentOfAnswer(text: string): unknown {
  const value = JSON.parse(text) as Record<string, unknown>;
  if (schemas().validate(ID, value) !== true) throw new Error(`not as published: ${schemas().errorsText()}\n${text}`);
  const { schema: _, ...content } = value;
  const [key = '', ...more] = Object.keys(content);
  const isRows = key === 'extensions' && more.length === 0;
  return more.length === 0 && (isRows || WHOLE.includes(key)) ? content[key] : content;
}
