import { expect, test } from 'vitest';
import { parseBoolean } from './boolean.ts';

test('takes the words that systemd takes, in any letter case', () => {
  for (const word of ['1', 'yes', 'Y', 'TRUE', 't', 'on']) expect(parseBoolean(word), word).toBe(true);
  for (const word of ['0', 'no', 'N', 'False', 'f', 'OFF']) expect(parseBoolean(word), word).toBe(false);
  for (const word of ['', '2', 'enable', ' 1', 'yes please']) expect(parseBoolean(word), word).toBeNull();
});
