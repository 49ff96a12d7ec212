import { expect, test } from 'vitest';
import { keepRecipe, readRecipe } from './kept-recipe.ts';

const NOTHING = { recipe: null, building: null };

test('the recipe is there again, with what builds it', () => {
  let kept: string | null = null;
  const storage = {
    getItem: () => kept,
    setItem: (_key: string, value: string) => {
      kept = value;
    },
  };
  const all = { recipe: { text: 'name: x', folder: '/home/me', version: null, architecture: 'arm64' }, building: 'j' };
  keepRecipe(storage, all);
  expect(readRecipe(storage)).toEqual(all);
});

test('what is damaged is passed over, and a full storage ends nothing', () => {
  for (const text of ['', '[', 'null', '7', '{"recipe": 7}', '{"recipe": {"text": 7}, "building": 7}', null])
    expect(readRecipe({ getItem: () => text })).toEqual(NOTHING);
  expect(readRecipe(undefined)).toEqual(NOTHING);
  const setItem = () => {
    throw new Error('QuotaExceededError');
  };
  expect(() => keepRecipe({ setItem }, NOTHING)).not.toThrow();
});
