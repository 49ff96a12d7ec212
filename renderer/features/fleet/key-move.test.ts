import { expect, test } from 'vitest';
import { keyMove } from './key-move.ts';

const MOST = { row: 39, column: 201 };
const press = (key: string, ctrlKey = false, isFromRight = false, row = 5, column = 5) =>
  keyMove({ key, ctrlKey }, { row, column }, MOST, 10, isFromRight);

// https://www.w3.org/WAI/ARIA/apg/patterns/grid/ "Keyboard Interaction For Data Grids"
test('keys lead where the grid pattern says', () => {
  expect(press('ArrowRight')).toEqual({ row: 5, column: 6 });
  expect(press('ArrowLeft')).toEqual({ row: 5, column: 4 });
  expect(press('ArrowDown')).toEqual({ row: 6, column: 5 });
  expect(press('ArrowUp')).toEqual({ row: 4, column: 5 });
  expect(press('PageDown')).toEqual({ row: 15, column: 5 });
  expect(press('PageUp')).toEqual({ row: 0, column: 5 });
  expect(press('Home')).toEqual({ row: 5, column: 0 });
  expect(press('End')).toEqual({ row: 5, column: 201 });
  expect(press('Home', true)).toEqual({ row: 0, column: 0 });
  expect(press('End', true)).toEqual({ row: 39, column: 201 });
  expect(press('a')).toBeNull();
});

test('no key leads out of the grid, and none around its edge', () => {
  expect(press('ArrowLeft', false, false, 0, 0)).toEqual({ row: 0, column: 0 });
  expect(press('ArrowUp', false, false, 0, 0)).toEqual({ row: 0, column: 0 });
  expect(press('ArrowRight', false, false, 39, 201)).toEqual(MOST);
  expect(press('PageDown', false, false, 39, 201)).toEqual(MOST);
});

test('where reading goes from right to left, so do the columns', () => {
  expect(press('ArrowRight', false, true)).toEqual({ row: 5, column: 4 });
  expect(press('ArrowLeft', false, true)).toEqual({ row: 5, column: 6 });
});
