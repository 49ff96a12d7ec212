/** What is published of the answers in JSON is what the commands are held to. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ANSWERS } from '../../electron/cli/answers.ts';
import { answersSchema, answersTable } from '../../electron/cli/answers-schema.ts';
import { COMMANDS, ROW_NAMES, rowOf } from '../../electron/cli/table/commands.ts';
import { answerProblem } from '../harness/answers.ts';

const file = (path: string) => fileURLToPath(new URL(`../../docs/json/${path}`, import.meta.url));

test('the published schema is made from the models', async () => {
  await expect(answersSchema()).toMatchFileSnapshot(file('veneer.schema.json'));
});

test('docs/json/README.md has the table of commands, as it is', () => {
  const cells = (markdown: string) =>
    markdown
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|').map((cell) => cell.trim().replace(/^-+$/, '---')));
  expect(cells(readFileSync(file('README.md'), 'utf8'))).toEqual(cells(answersTable()));
});

test('every command that takes --json answers by something, and every answer is one of a command', () => {
  for (const name of ROW_NAMES) {
    const { options, answer } = rowOf(name);
    expect(options.includes('json'), name).toBe(answer !== null);
  }
  const used = new Set(ROW_NAMES.map((name) => rowOf(name).answer));
  expect(Object.keys(ANSWERS).filter((name) => name !== 'error' && !used.has(name as never))).toEqual([]);
  expect(COMMANDS.length).toBeGreaterThan(0);
});

test('the schema refuses what is no answer', () => {
  const error = { code: 'not-found', message: 'No.', nextStep: null, detail: null };
  expect(answerProblem('error', { schema: 1, error })).toBeNull();
  expect(answerProblem('error', { schema: 2, error })).toContain('schema');
  expect(answerProblem('error', { schema: 1, error: { ...error, code: 'nonsense' } })).toContain('code');
  expect(answerProblem('error', { schema: 1, error, more: true })).toContain('additional');
  expect(answerProblem('version', { schema: 1 })).toContain('version');
});
