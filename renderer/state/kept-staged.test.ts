import { expect, test } from 'vitest';
import { keepStaged, readStaged } from './kept-staged.ts';

function storageOf(text: string | null) {
  let kept = text;
  return {
    getItem: () => kept,
    setItem: (_key: string, value: string) => {
      kept = value;
    },
  };
}
const enable = { verb: 'enable', class: 'sysext', name: 'docker' } as const;

test('what is staged is there again, by its host', () => {
  const storage = storageOf(null);
  keepStaged(storage, { local: [enable], sandbox: [] });
  expect(readStaged(storage)).toEqual({ local: [enable] });
});

test('what is damaged, or no switch, is left out, and the rest is there', () => {
  const kept = { local: [enable, { verb: 'remove', class: 'sysext', name: 'x' }, 7, null], other: 'text' };
  expect(readStaged(storageOf(JSON.stringify(kept)))).toEqual({ local: [enable], other: [] });
  for (const text of ['', '[', 'null', '7', null]) expect(readStaged(storageOf(text))).toEqual({});
  expect(readStaged(undefined)).toEqual({});
});

test('a full storage ends nothing', () => {
  const full = {
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
  };
  expect(() => keepStaged(full, { local: [enable] })).not.toThrow();
});
