/** What editors complete recipes by is made from the model. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { parseYaml } from '../declared/yaml.ts';
import { Recipe } from '../model/recipe.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const FILE = `${project}docs/json/recipe.schema.json`;

// Draft 7 is the one that editors know whole. yaml-language-server 1.25.0 completes fields, steps and values by it, and marks what is
// wrong (asked over its protocol).
const schema = z.toJSONSchema(Recipe, { io: 'input', unrepresentable: 'any', target: 'draft-7' });

test('the published schema of recipes is made from the model', async () => {
  expect(schema.additionalProperties).toBe(false);
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(FILE);
});

const isRecipe = new Ajv({ allErrors: true }).compile(schema);
const problemsOf = (text: string) => {
  isRecipe(parseYaml(text, 'tool.recipe.yaml').value);
  return isRecipe.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`) ?? [];
};

test.each(globSync('assets/recipes/*.yaml', { cwd: project }))('%s names the schema, and is one by it', (path) => {
  const text = readFileSync(project + path, 'utf8');
  const [, place = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
  expect(readFileSync(`${project}assets/packaging/stage.mjs`, 'utf8')).toContain(
    `copy(join(project, 'docs/json/recipe.schema.json'), '${place.slice(1)}');`,
  );
  expect(problemsOf(text)).toEqual([]);
});

test('by the schema alone, fields that there are not and values of another kind are wrong', () => {
  const head = 'name: tool\nversion: "1"\ntarget: {architectures: [any]}\n';
  const file = 'file: {at: /usr/a, content: x}';
  expect(problemsOf(`${head}steps: [{${file}}]\n`)).toEqual([]);
  expect(problemsOf(`${head}stpes: []\nsteps: [{${file}}]\n`)).toEqual([' must NOT have additional properties']);
  expect(problemsOf(`${head}steps: [{fiel: 1}]\n`)).toEqual(['/steps/0 must NOT have additional properties']);
  expect(problemsOf(`${head}format: zip\nsteps: [{${file}}]\n`)).toEqual([
    '/format must be equal to one of the allowed values',
  ]);
});
