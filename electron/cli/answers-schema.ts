/** The JSON Schema (2020-12) of all answers, and the table of docs/json that says which command answers by which. */
import * as z from 'zod';
import { MessageSchema } from '../../shared/model/message.ts';
import { ANSWERS, type AnswerName, NAMED_MODELS } from './answers.ts';
import { ROW_NAMES, rowOf } from './table/commands.ts';

/** Named models are `#/$defs/Extension`, answers `#/$defs/list`. */
export function answersSchema(): string {
  const registry = z.registry<{ id: string }>();
  for (const [id, model] of Object.entries({ ...ANSWERS, ...NAMED_MODELS })) registry.add(model, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io: 'output',
    uri: (id) => `#/$defs/${id}`,
    // Fields may be added under the same number, so that whoever checks an answer lets others pass.
    unrepresentable: 'any',
    override: ({ jsonSchema, zodSchema }) => {
      // Programs get the English, whatever language people are spoken to in.
      if ((zodSchema as unknown) === MessageSchema) {
        for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
        jsonSchema.type = 'string';
      }
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  const defs = Object.fromEntries(
    // What parts of a message share is of no answer.
    Object.entries(schemas)
      .filter(([id]) => id !== '__shared')
      .map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]),
  );
  const names = Object.keys(ANSWERS) as AnswerName[];
  const whole = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Answers of veneer --json',
    anyOf: names.map((name) => ({ $ref: `#/$defs/${name}` })),
    $defs: defs,
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** Which command answers by which definition, in Markdown. */
export function answersTable(): string {
  const rows = ROW_NAMES.flatMap((name) => {
    const { answer } = rowOf(name);
    return answer === null ? [] : [`| \`${name}\` | \`#/$defs/${answer}\` |`];
  });
  return ['| command | answer |', '| --- | --- |', ...rows].join('\n');
}
