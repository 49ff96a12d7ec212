/** What editors complete recipes by is made from the model. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Recipe } from '../model/recipe.ts';

test('the published schema of recipes is made from the model', async () => {
  const schema = z.toJSONSchema(Recipe, { io: 'input', unrepresentable: 'any' });
  const file = fileURLToPath(new URL('../../docs/json/recipe.schema.json', import.meta.url));
  expect(schema.additionalProperties).toBe(false);
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(file);
});
