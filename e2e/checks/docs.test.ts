/** What the documents name is there. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DOCUMENTS } from '../harness/documents.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** Paths in code marks that begin with a folder of ours; a link of Markdown. */
function pathsIn(text: string): string[] {
  const marked = [...text.matchAll(/`((?:shared|electron|renderer|e2e|assets|docs)\/[^\s`]*)`/g)];
  const linked = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)];
  return [...marked, ...linked].map(([, path = '']) => path);
}

test.each(DOCUMENTS)('%s names nothing that is not there', (document) => {
  const folder = document.includes('/') ? document.slice(0, document.lastIndexOf('/') + 1) : '';
  const missing = pathsIn(readFileSync(`${project}${document}`, 'utf8')).filter((path) => {
    if (existsSync(`${project}${folder}${path}`)) return false;
    return globSync(path, { cwd: project }).length === 0 && globSync(`${path}.*`, { cwd: project }).length === 0;
  });
  expect(missing).toEqual([]);
});

test('each decision says what decided it', () => {
  const decisions = globSync('docs/decisions/*.md', { cwd: project });
  expect(decisions.length).toBeGreaterThan(5);
  for (const path of decisions)
    expect(readFileSync(`${project}${path}`, 'utf8'), path).toMatch(/^# .+\n\n(.|\n)*\*\*What decided it\.\*\* /);
});
