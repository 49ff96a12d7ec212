import { expect, test } from 'vitest';
import { COMMANDS, commandOf } from './commands.ts';

test('gives no key to two commands', () => {
  const keys = COMMANDS.flatMap(({ keys: own }) => (own === null ? [] : [own.toLowerCase()]));
  expect(new Set(keys).size).toBe(keys.length);
  expect(commandOf('apply').label).toBe('Apply staged changes');
});
