import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { idsIn } from '../../shared/diagnosis/finding-page.ts';
import { explanationOf } from './explain.ts';

const page = readFileSync(new URL('../../docs/findings.md', import.meta.url), 'utf8');

test('each id is explained within 80 columns, without the marks of Markdown', () => {
  const ids = idsIn(page);
  expect(ids.length).toBeGreaterThan(80);
  for (const id of ids) {
    const text = explanationOf(page, id);
    expect(
      text.split('\n').filter((line) => line.length > 80 && line.includes(' ')),
      id,
    ).toEqual([]);
    expect(text, id).toMatch(/^[a-z-]+\n\nWhat is seen: [^`]+\n\nWhy: [^`]+\n\nWhat to do: [^`]+\n\nSource: [^`]+\n$/);
  }
});

test('an id that is mistyped is told as it was meant, the code of an error where its list is', () => {
  const nextStepOf = (id: string) => {
    try {
      explanationOf(page, id);
      return null;
    } catch (error) {
      return (error as { nextStep: { id: string } }).nextStep.id;
    }
  };
  expect(nextStepOf('merge-fail')).toBe('cli.did-you-mean');
  expect(nextStepOf('not-authorized')).toBe('cli.see');
  expect(nextStepOf('planted-by-nobody')).toBe('cli.explain-takes');
});
