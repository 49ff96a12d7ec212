import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { createSavedWindow, LEAST_SIZE, placeWindow, USUAL_SIZE } from './window-state.ts';

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

test('is kept whole, and a damaged file is moved aside and no obstacle', () => {
  const file = join(scratch.path, 'state/window.json');
  const said: string[] = [];
  const saved = () => createSavedWindow(file, ({ message }) => said.push(message));
  expect(saved().read()).toBeNull();
  saved().write(at(1, 2));
  expect(saved().read()).toEqual(at(1, 2));
  expect(readdirSync(join(scratch.path, 'state')).filter((name) => !name.includes('.lock-'))).toEqual(['window.json']);
  for (const part of ['{"x":1}', '{"x":"1","y":2,"width":3,"height":4,"maximized":true}']) {
    writeFileSync(file, part);
    expect(saved().read(), part).toBeNull();
  }
  writeFileSync(file, '{"x":1,"y":2,"width":3,"height":4,"maximized":"later","display":"new"}');
  expect(saved().read()).toEqual({ x: 1, y: 2, width: 3, height: 4, maximized: false });
  saved().write(at(5, 6));
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ version: 1, ...at(5, 6), display: 'new' });
  expect(said).toEqual([]);
  for (const damaged of ['', '{', 'null']) {
    writeFileSync(file, damaged);
    expect(saved().read(), damaged).toBeNull();
    expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(damaged);
  }
  expect(said).toHaveLength(3);
  scratch.put('file', '');
  createSavedWindow(join(scratch.path, 'file/below/window.json'), () => {}).write(at(1, 2));
  expect(placeWindow(saved().read(), [MAIN])).toEqual({ ...USUAL_SIZE, maximized: false });
});
