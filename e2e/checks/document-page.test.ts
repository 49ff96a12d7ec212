/** veneer-recipe(5) is docs/recipes.md, by man(1) itself. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentPage, RECIPE_PAGE } from '../../assets/packaging/document-page.ts';
import { readDocument } from '../harness/documents.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('document-page');
});
afterAll(() => scratch.remove());

const ON = { ...RECIPE_PAGE, version: '1.2.3', date: '2026-01-31' };

test('the page has all of the document, and no warning', () => {
  const markdown = readDocument('docs/recipes.md');
  scratch.put('veneer-recipe.5', documentPage(markdown, ON));
  const { stdout, stderr } = spawnSync('man', ['--warnings', '--local-file', join(scratch.path, 'veneer-recipe.5')], {
    encoding: 'utf8',
    env: { ...process.env, MANWIDTH: '200', MANPAGER: 'cat', LC_ALL: 'C.UTF-8' },
  });
  expect(stderr).toBe('');
  // It parts words at the end of a line.
  const seen = stdout.replace(/\u2010\n\s+/g, '').replace(/\s+/g, ' ');
  expect(seen).toContain('veneer-recipe - an extension from a recipe');
  const words = markdown
    .replace(/^```.*$/gm, '')
    // The head of a table has no place in a list of terms.
    .replace(/^\|.*\n\|[-| ]+\|$/gm, '')
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .split('\n')
    .slice(1)
    .flatMap((line) => line.split('|'))
    .map((part) => part.replace(/^##? /, '').replaceAll('`', '').trim());
  for (const part of words.filter((one) => one !== ''))
    expect(seen.toLowerCase(), part).toContain(part.replace(/\s+/g, ' ').toLowerCase());
});

test('what the page has no form for is refused, so that nothing of a document is garbled', () => {
  for (const block of ['- a list', '1. a list', '> words', '![a picture](a.png)', '### deep'])
    expect(() => documentPage(`# Title\n\n${block}\n`, ON)).toThrow('no form');
  expect(() => documentPage('words', ON)).toThrow('title');
  expect(documentPage("# Title\n\n.so a 'quote' \\ x-y\n", ON)).toContain('.PP\n\\&.so a \\(aqquote\\(aq \\e x\\-y\n');
});
