import { expect, test } from 'vitest';
import { COMMANDS } from '../../shared/window/commands.ts';
import { keyName } from './keys.ts';

test('keys are named as they are labelled', () => {
  expect(keyName('Ctrl+Shift+r')).toBe('Ctrl Shift R');
  expect(keyName('Alt+ArrowLeft')).toBe('Alt Left');
  expect(keyName('/')).toBe('/');
  expect(keyName('F6')).toBe('F6');
});

test('what has no keys has no name of any', () => {
  expect(keyName(null)).toBeNull();
});

test('no key of a command is shown as it is spelled in a program', () => {
  for (const { id, keys } of COMMANDS) expect(keyName(keys) ?? '', id).not.toMatch(/\+|Arrow|Digit|Key/);
});
