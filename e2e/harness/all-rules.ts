/** All rules of shared/diagnosis, by the files themselves, so that a new one cannot be missing. */
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Rule } from '../../shared/diagnosis/rule.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

export interface FoundRule extends Rule<never> {
  /** The file that it stands in, from the top of the project. */
  readonly file: string;
}

const isRule = (value: unknown): value is Rule<never> =>
  typeof value === 'object' && value !== null && 'ids' in value && 'source' in value && 'find' in value;

export async function allRules(): Promise<FoundRule[]> {
  const files = globSync('shared/diagnosis/**/*.ts', { cwd: project }).filter((path) => !path.endsWith('.test.ts'));
  const found = new Map<Rule<never>, FoundRule>();
  for (const file of files) {
    const exported = (await import(`${project}${file}`)) as object;
    for (const one of Object.values(exported).filter(isRule)) found.set(one, { ...one, file });
  }
  return [...found.values()];
}
