/** docs/exit-codes.md has every exit code with its meaning, and each command with those that it can end with. */
import { expect, test } from 'vitest';
import { ROW_NAMES } from '../../electron/cli/table/commands.ts';
import { exitCodesOf } from '../../electron/cli/table/endings.ts';
import { ERROR_CODES, FOUND_DANGERS, FOUND_WARNINGS, SOMETHING_NEW } from '../../shared/model/errors.ts';
import { readDocument } from '../harness/documents.ts';
import { holdEnding, rowCalled } from '../harness/endings.ts';

const text = readDocument('docs/exit-codes.md');

test('every error with its exit code, and no other', () => {
  const rows = [...text.matchAll(/^\| (\d+) +\| (?:`([a-z-]+)`)? *\|/gm)].map(([, code = '', name = '']) => [
    Number(code),
    name,
  ]);
  const errors = Object.entries(ERROR_CODES).map(([name, { exitCode }]) => [exitCode, name]);
  expect(rows).toEqual([[0, ''], ...errors, [SOMETHING_NEW, ''], [FOUND_WARNINGS, ''], [FOUND_DANGERS, '']]);
});

test('every exit code but 0 in one family', () => {
  const families = [...text.matchAll(/^\| (\d+(?:, \d+)+|\d+ to \d+|\d+) +\| [a-z][^|`]+\| [^|]+\|$/gm)].flatMap(
    ([, codes = '']) => {
      const [first = 0, last = 0] = codes.split(' to ').map(Number);
      return codes.includes(' to ')
        ? Array.from({ length: last - first + 1 }, (_, at) => first + at)
        : codes.split(', ').map(Number);
    },
  );
  const errors = Object.values(ERROR_CODES).map(({ exitCode }) => exitCode);
  expect(families).toHaveLength(new Set(families).size);
  expect(families.sort((a, b) => a - b)).toEqual(
    [...errors, SOMETHING_NEW, FOUND_WARNINGS, FOUND_DANGERS].sort((a, b) => a - b),
  );
});

test('every command with what it can end with, as the manual page has it', () => {
  const rows = [...text.matchAll(/^\| `([a-z -]+)` +\| ([\d, ]+?) +\|$/gm)].map(([, name, codes]) => [name, codes]);
  expect(rows).toEqual(ROW_NAMES.map((name) => [name, exitCodesOf(name).join(', ')]));
});

test('a run that ends with another is an error', () => {
  expect(rowCalled(['remote', '--json'])).toBe('remote list');
  expect(rowCalled(['remote', 'add', 'x'])).toBe('remote add');
  expect(rowCalled(['--json'])).toBe('status');
  expect(rowCalled(['nonsense'])).toBe(null);
  holdEnding(['update', '--check'], SOMETHING_NEW);
  holdEnding(['enable', 'docker'], null);
  expect(() => holdEnding(['list'], SOMETHING_NEW)).toThrow('list ended with 100');
  expect(() => holdEnding(['list', '--json'], 5)).toThrow('has no such of list');
});
