import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { nameProcess } from './process-name.ts';

const named = () => readFileSync('/proc/self/comm', 'utf8').trim();
const before = named();
afterEach(() => nameProcess(before));

test('a process is called what it is told, as far as the kernel keeps it, and its arguments stay', () => {
  const args = readFileSync('/proc/self/cmdline', 'utf8');
  nameProcess('veneer');
  expect(named()).toBe('veneer');
  nameProcess('a-name-of-more-than-15');
  expect(named()).toBe('a-name-of-more-');
  expect(readFileSync('/proc/self/cmdline', 'utf8')).toBe(args);
});
