/** docs/findings.md explains every id that a rule can find, with the rule's own source. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findingIn, idsIn } from '../../shared/diagnosis/finding-page.ts';
import { allRules } from '../harness/all-rules.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(`${project}docs/findings.md`, 'utf8');

test('each id has its place, once, and no other stands there', async () => {
  const ids = (await allRules()).flatMap((one) => [...one.ids]);
  expect(ids.length).toBeGreaterThan(80);
  const headings = [...page.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => heading);
  expect([...headings].sort()).toEqual([...ids].sort());
});

test('each place says what is seen, why, the way out, and the source of its rule', async () => {
  for (const { ids, source } of await allRules()) {
    for (const id of ids) {
      const found = findingIn(page, id);
      expect(found?.source, id).toBe(source);
      for (const part of [found?.seen, found?.why, found?.wayOut]) expect(part, id).toMatch(/^\S.*[.`]$/);
    }
  }
});

test('the page in German tells the same, with the same commands and sources', () => {
  const german = readFileSync(`${project}docs/findings.de.md`, 'utf8');
  expect(idsIn(german)).toEqual(idsIn(page));
  const codeOf = (text: string) => [...text.matchAll(/`[^`]+`/g)].map(String).sort();
  for (const id of idsIn(page)) {
    const [mine, theirs] = [findingIn(german, id), findingIn(page, id)];
    expect(mine?.source, id).toBe(theirs?.source);
    for (const part of ['seen', 'why', 'wayOut'] as const) {
      expect(mine?.[part], id).toMatch(/^\S.*[.`]$/);
      expect(mine?.[part], id).not.toBe(theirs?.[part]);
      expect(codeOf(mine?.[part] ?? ''), id).toEqual(codeOf(theirs?.[part] ?? ''));
    }
  }
});

test('an id that nobody explains has no place', () => {
  expect(findingIn(page, 'planted')).toBeNull();
  expect(findingIn(page, 'loop.*')).toBeNull();
});
