/** docs/settings.md has every field of settings.json and remotes.json, with the values of its model and its default. */
import { expect, test } from 'vitest';
import * as z from 'zod';
import { createRemotes } from '../../electron/remotes/remotes.ts';
import { createSettings } from '../../electron/session/settings.ts';
import { Remote } from '../../shared/model/catalog.ts';
import { Settings } from '../../shared/model/settings.ts';
import { DEFAULT_SETTINGS } from '../../shared/window/default-settings.ts';
import { readDocument } from '../harness/documents.ts';
import { makeScratch } from '../harness/scratch.ts';

interface Field {
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

const mark = (word: unknown) => `\`${word}\``;

/** In the words of the page. */
function valuesOf(field: Field): string {
  if (field.enum !== undefined) return field.enum.map(mark).join(', ');
  if (Array.isArray(field.type)) return field.type.map((type) => valuesOf({ type })).join(' or ');
  if (field.type === 'boolean') return '`true`, `false`';
  if (field.type === 'integer') return `a whole number, ${field.minimum} to ${field.maximum}`;
  if (field.type === 'string') return 'a text';
  if (field.type === 'null') return '`null`';
  throw new Error(`the page has no words for ${JSON.stringify(field)}`);
}

const fieldsOf = (model: z.ZodObject) => Object.entries(z.toJSONSchema(model).properties as Record<string, Field>);

/** The rows of the table that has this head. */
function rowsUnder(...head: readonly string[]): string[][] {
  const tables = readDocument('docs/settings.md').split('\n\n');
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const found = tables.filter((table) => cells(table.split('\n')[0] ?? '').join() === head.join());
  return found.flatMap((table) => table.trim().split('\n').slice(2).map(cells));
}

test('settings: every field, its values and default as the model has them, and when it is read', () => {
  const rows = rowsUnder('field', 'values', 'default', 'read');
  const expected = fieldsOf(Settings).map(([name, field]) => [
    mark(name),
    valuesOf(field),
    mark(DEFAULT_SETTINGS[name as keyof Settings]),
  ]);
  expect(rows.map((row) => row.slice(0, 3))).toEqual(expected);
  for (const [name, , , read] of rows) expect(read, name).toMatch(/^(When|By|With) .+\.$/);
});

test('a remote: every field and its values as the model has them', () => {
  const rows = rowsUnder('field', 'values', 'it is');
  expect(rows.slice(0, 2).map(([name, values]) => [name, values])).toEqual([
    ['`remotes`', 'a list'],
    ['`hidden`', 'a list'],
  ]);
  expect(rows.slice(2).map(([name, values]) => [name, values])).toEqual(
    fieldsOf(Remote).map(([name, field]) => [mark(name), valuesOf(field)]),
  );
});

test('what the page says of fields that are missing is so', () => {
  const scratch = makeScratch('settings-page');
  const put = (file: string, fields: object) => scratch.put(file, JSON.stringify(fields));
  for (const name of Object.keys(DEFAULT_SETTINGS) as (keyof Settings)[]) {
    put('settings.json', { ...DEFAULT_SETTINGS, theme: 'dark', keep: 7, [name]: 'none of them' });
    const expected = { ...DEFAULT_SETTINGS, theme: 'dark', keep: 7, [name]: DEFAULT_SETTINGS[name] };
    expect(createSettings(scratch.path).get(), name).toEqual(expected);
  }
  const remote: Remote = { name: 'mine', url: 'https://example.org/', enabled: true, trust: 'system', key: null };
  const other = { ...remote, name: 'other' };
  const own = () =>
    createRemotes(scratch.path, { publicKey: (key) => Promise.resolve(key) } as Parameters<typeof createRemotes>[1])
      .list()
      .filter(({ url }) => url === remote.url);
  put('remotes.json', { version: 1, remotes: [remote, other], hidden: [] });
  expect(own()).toEqual([remote, other]);
  for (const [name] of fieldsOf(Remote)) {
    put('remotes.json', { version: 1, remotes: [{ ...remote, [name]: undefined }, other] });
    expect(own(), name).toEqual([other]);
  }
  scratch.remove();
});
