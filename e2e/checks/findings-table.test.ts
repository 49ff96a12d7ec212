/**
 * The tables below e2e/findings say of each finding of a report what is true now, and where it is held. Here: what they name
 * is there. In the last column stands `path` › title, several of them separated by <br>; a path alone is a file that shows it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { allRules } from '../harness/all-rules.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const room = `${project}e2e/findings`;

interface Row {
  readonly id: string;
  readonly says: string;
  readonly held: string;
}

const isDashes = (line = '') => /^\|[\s:|-]+$/.test(line);

/** Of all tables of a page; the line above a line of dashes is a head. */
function rowsOf(text: string): Row[] {
  return text
    .split('\n')
    .filter((line, at, all) => line.startsWith('|') && !isDashes(line) && !isDashes(all[at + 1]))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')))
    .map(([, id = '', ...rest]) => ({ id, says: rest[0] ?? '', held: rest.at(-2) ?? '' }));
}

/** A title as it stands in the file of its test: quotes inside of it may be escaped there. */
const isIn = (text: string, title: string) => text.replaceAll(/\\(['"`])/g, '$1').includes(title);

/** @returns what is wrong with where a finding is said to be held; null where nothing is */
function wrongWith(held: string): string | null {
  const [, path = '', title = ''] = /^`([^`]+)`(?: › (.+))?$/.exec(held) ?? [];
  if (path === '') return `not of the form \`path\` › title: ${held}`;
  if (!existsSync(project + path)) return `no such file: ${path}`;
  if (title !== '' && !isIn(readFileSync(project + path, 'utf8'), title)) return `${path} has no: ${title}`;
  return null;
}

const TABLES = readdirSync(room).filter((name) => name.endsWith('.md'));

test.each(TABLES)('%s: each finding says what is true, and what holds it is there', (name) => {
  const rows = rowsOf(readFileSync(`${room}/${name}`, 'utf8'));
  expect(rows.length).toBeGreaterThan(0);
  const wrong = rows.flatMap(({ id, says, held }) => [
    ...(id === '' || says === '' ? [`${id}: says nothing`] : []),
    ...held.split(/\s*<br>\s*/).flatMap((one) => {
      const why = wrongWith(one);
      return why === null ? [] : [`${id}: ${why}`];
    }),
  ]);
  expect(wrong).toEqual([]);
  const ids = rows.map(({ id }) => id);
  expect(
    ids.filter((id, at) => ids.indexOf(id) !== at),
    'twice',
  ).toEqual([]);
});

test('command-line.md has each finding of its report', () => {
  const ids = rowsOf(readFileSync(`${room}/command-line.md`, 'utf8')).map(({ id }) => id);
  expect(ids).toEqual(Array.from({ length: 94 }, (_, at) => `C${at + 1}`));
});

/** As a string, as what begins a key of the Doctor, or as the name of a case. */
const asksFor = (text: string, id: string) => new RegExp(`(['"\`])${id}(?:\\1|=)|^ +${id}: `, 'm').test(text);

/** @returns what is wrong with the test that makes a trouble, which stands first; null where nothing is */
function wrongWithMaker(id: string, held: string): string | null {
  const [, path = '', title = ''] = /^`([^`]+)` › (.+?)(?:\s*<br>|$)/.exec(held) ?? [];
  if (title === '') return `${id}: no test makes it`;
  return asksFor(readFileSync(project + path, 'utf8'), id) ? null : `${id}: ${path} does not ask for it`;
}

test('doctor-rules.md has each id of a rule, and the test that makes its trouble asks for that', async () => {
  const rows = rowsOf(readFileSync(`${room}/doctor-rules.md`, 'utf8')).map(({ id, held }) => ({
    id: id.replaceAll('`', ''),
    held,
  }));
  const ids = (await allRules()).flatMap((one) => [...one.ids]);
  expect(rows.map(({ id }) => id).sort()).toEqual(ids.sort());
  expect(rows.flatMap(({ id, held }) => wrongWithMaker(id, held) ?? [])).toEqual([]);
});

test('a test that makes no trouble, or another one, is seen', () => {
  const mine = '`e2e/checks/findings-table.test.ts`';
  expect(wrongWithMaker('loop', mine)).toBe('loop: no test makes it');
  expect(wrongWithMaker(['not', 'there'].join('-'), `${mine} › a title`)).toContain('does not ask for it');
  expect(wrongWithMaker('loop', `${mine} › a title<br>${mine}`)).toBeNull();
  expect(["x('loop')", "'loop=/etc'", '  loop: {'].map((text) => asksFor(text, 'loop'))).toEqual([true, true, true]);
  expect(["x('a-loop')", 'loop', 'a loop: {'].map((text) => asksFor(text, 'loop'))).toEqual([false, false, false]);
});

test('a file or a title that is gone is seen', () => {
  expect(wrongWith('`e2e/checks/findings-table.test.ts` › a file or a title that is gone is seen')).toBeNull();
  expect(wrongWith('`e2e/checks/findings-table.test.ts`')).toBeNull();
  expect(wrongWith('`e2e/checks/nothing.test.ts`')).toContain('no such file');
  expect(wrongWith(`\`e2e/checks/findings-table.test.ts\` › ${'no such'} title`)).toContain('has no');
  expect(wrongWith('somewhere')).toContain('not of the form');
  expect(rowsOf('| id | now | held |\n| --- | --- | --- |\n| A1 | it is `a \\| b` | `x` › y |\n')).toEqual([
    { id: 'A1', says: 'it is `a | b`', held: '`x` › y' },
  ]);
});
