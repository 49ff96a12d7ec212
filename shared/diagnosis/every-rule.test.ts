/** What holds of every rule, wherever it is seen. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { RULES_OF_CONTENT, RULES_OF_ENTRIES_INSIDE } from './content/diagnose-content.ts';
import { HOST_RULES } from './diagnose-host.ts';
import { REMOTE_RULES } from './diagnose-remote.ts';
import { RULES_OF_MERGE } from './merge/diagnose-merge.ts';
import { moreToKnow } from './plan/more-to-know.ts';
import { BLOCKER_RULES, PLAN_WARNING_RULES } from './plan/plan-rules.ts';
import { UPDATE_RULES } from './updates/diagnose-updates.ts';

const RULES = [
  ...HOST_RULES,
  ...REMOTE_RULES,
  ...RULES_OF_ENTRIES_INSIDE,
  ...RULES_OF_CONTENT,
  ...RULES_OF_MERGE,
  ...BLOCKER_RULES,
  ...PLAN_WARNING_RULES,
  moreToKnow,
  ...UPDATE_RULES,
];
const ids: readonly string[] = RULES.flatMap((one) => one.ids);

const project = fileURLToPath(new URL('../..', import.meta.url));

test('no two rules find the same', () => {
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  expect(ids.filter((id) => !/^[a-z]+(?:-[a-z]+)*$/.test(id))).toEqual([]);
});

test('every rule says from where it is', () => {
  expect(RULES.filter(({ source }) => source.trim().length < 10)).toEqual([]);
});

test('a rule that no list holds would find nothing', () => {
  const files = globSync('shared/diagnosis/**/*.ts', { cwd: project }).filter((path) => !path.endsWith('.test.ts'));
  const made = files.flatMap((path) => [
    ...readFileSync(project + path, 'utf8').matchAll(/^export const (\w+) = rule\(/gm),
  ]);
  expect(made).toHaveLength(RULES.length);
});

test('of everything that a rule finds a test expects it', () => {
  const tests = globSync('{shared,electron,e2e}/**/*.{test,spec,system}.ts', { cwd: project }).filter(
    (path) => !path.endsWith('every-rule.test.ts'),
  );
  const expected = new Set(
    tests
      .flatMap((path) => [...readFileSync(project + path, 'utf8').matchAll(/'([a-z]+(?:-[a-z]+)*)'/g)])
      .map(([, id]) => id),
  );
  expect(ids.filter((id) => !expected.has(id))).toEqual([]);
});
