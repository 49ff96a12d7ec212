import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { LEAST_SIZE, placeWindow, readWindowState, USUAL_SIZE, writeWindowState } from './window-state.ts';

const MAIN = { x: 0, y: 27, width: 1920, height: 1053 };
const SECOND = { x: 1920, y: 0, width: 2560, height: 1440 };
const at = (x: number, y: number, width = 1200, height = 800) => ({ x, y, width, height, maximized: false });

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('window-state');
});
afterAll(() => scratch.remove());

test('stands where it stood, on either display', () => {
  expect(placeWindow(at(100, 100), [MAIN, SECOND])).toEqual(at(100, 100));
  expect(placeWindow(at(2400, 300), [MAIN, SECOND])).toEqual(at(2400, 300));
  expect(placeWindow({ ...at(2400, 300), maximized: true }, [MAIN, SECOND]).maximized).toBe(true);
});

test('comes back from a display that is gone, and from beside every display', () => {
  expect(placeWindow(at(2400, 300), [MAIN])).toEqual({ width: 1200, height: 800, maximized: false });
  expect(placeWindow(at(-1190, 100), [MAIN])).toEqual({ width: 1200, height: 800, maximized: false });
  expect(placeWindow(at(300, 1060), [MAIN])).toEqual({ width: 1200, height: 800, maximized: false });
});

test('is moved in where a part of it is out, and made to fit a smaller display', () => {
  expect(placeWindow(at(-200, 10), [MAIN])).toEqual(at(0, 27));
  expect(placeWindow(at(0, 0, 3000, 2000), [MAIN])).toEqual(at(0, 27, 1920, 1053));
  expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 700 }])).toEqual({
    width: 1024,
    height: 700,
    maximized: false,
  });
});

test('can always be taken hold of', () => {
  const whole = fc.integer({ min: -6000, max: 6000 });
  const size = fc.integer({ min: 1, max: 6000 });
  fc.assert(
    fc.property(
      whole,
      whole,
      size,
      size,
      fc.shuffledSubarray([MAIN, SECOND], { minLength: 1 }),
      (x, y, w, h, areas) => {
        const placed = placeWindow(at(x, y, w, h), areas);
        expect(placed.width).toBeGreaterThanOrEqual(LEAST_SIZE.width);
        if (placed.x === undefined || placed.y === undefined) return;
        const { x: left, y: top } = { x: placed.x, y: placed.y };
        expect(
          areas.some(
            (area) => left >= area.x && top >= area.y && left < area.x + area.width && top < area.y + area.height,
          ),
        ).toBe(true);
      },
    ),
  );
});

test('is kept whole, and a damaged file is no obstacle', () => {
  const file = join(scratch.path, 'state/window.json');
  expect(readWindowState(file)).toBeNull();
  writeWindowState(file, at(1, 2));
  expect(readWindowState(file)).toEqual(at(1, 2));
  expect(readdirSync(join(scratch.path, 'state'))).toEqual(['window.json']);
  for (const damaged of ['', '{', 'null', '{"x":1}', '{"x":"1","y":2,"width":3,"height":4,"maximized":true}']) {
    writeFileSync(file, damaged);
    expect(readWindowState(file), damaged).toBeNull();
  }
  scratch.put('file', '');
  writeWindowState(join(scratch.path, 'file/below/window.json'), at(1, 2));
  expect(placeWindow(readWindowState(file), [MAIN])).toEqual({ ...USUAL_SIZE, maximized: false });
});
