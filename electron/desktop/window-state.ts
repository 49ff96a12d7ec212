/** Where the window stood when it was closed, and where it can stand now. */
import { createStateFile } from '../node/state-file.ts';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState extends Bounds {
  readonly maximized: boolean;
}

/** A place of the window; without x and y the desktop chooses, which centres it on the main display. */
export interface Placement {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

export const USUAL_SIZE = { width: 1180, height: 760 };
export const LEAST_SIZE = { width: 800, height: 560 };
/** So much of the window has to be seen that a hand can take hold of it. */
const LEAST_SEEN = { width: 160, height: 48 };

/**
 * @param saved null at the first start
 * @param areas the parts of the displays that windows may use; the main display first
 */
export function placeWindow(saved: WindowState | null, areas: readonly Bounds[]): Placement {
  const wanted = saved ?? { ...USUAL_SIZE, maximized: false };
  const home = saved === null ? null : bestArea(saved, areas);
  const area = home ?? areas[0] ?? { x: 0, y: 0, ...USUAL_SIZE };
  const width = Math.min(Math.max(wanted.width, LEAST_SIZE.width), Math.max(area.width, LEAST_SIZE.width));
  const height = Math.min(Math.max(wanted.height, LEAST_SIZE.height), Math.max(area.height, LEAST_SIZE.height));
  if (saved === null || home === null) return { width, height, maximized: wanted.maximized };
  const clampTo = (at: number, size: number, from: number, room: number) =>
    Math.round(Math.max(from, Math.min(at, from + room - size)));
  return {
    x: clampTo(saved.x, width, home.x, home.width),
    y: clampTo(saved.y, height, home.y, home.height),
    width,
    height,
    maximized: saved.maximized,
  };
}

/** The area that shows most of it; null where too little of it would be seen anywhere. */
function bestArea(bounds: Bounds, areas: readonly Bounds[]): Bounds | null {
  let best: { readonly area: Bounds; readonly seen: number } | null = null;
  for (const area of areas) {
    const width = overlapOf(bounds.x, bounds.width, area.x, area.width);
    const height = overlapOf(bounds.y, bounds.height, area.y, area.height);
    if (width < LEAST_SEEN.width || height < LEAST_SEEN.height) continue;
    if (best === null || width * height > best.seen) best = { area, seen: width * height };
  }
  return best?.area ?? null;
}

function overlapOf(a: number, aLength: number, b: number, bLength: number): number {
  return Math.min(a + aLength, b + bLength) - Math.max(a, b);
}

export interface SavedWindow {
  /** null where nothing was saved, or where it stood cannot be told any more. */
  read(): WindowState | null;
  /** A place that cannot be written to costs the memory of it and nothing else. */
  write(state: WindowState): void;
}

/** @param say told of a file that is damaged; it is moved aside */
export function createSavedWindow(path: string, say: (problem: Error) => void): SavedWindow {
  const file = createStateFile(path, say);
  return {
    read() {
      const { x, y, width, height, maximized } = file.read();
      const bounds = { x, y, width, height };
      // A place of which a part is missing is none; whether it filled the screen can be told by itself.
      if (!Object.values(bounds).every((value) => Number.isFinite(value))) return null;
      return { ...(bounds as unknown as Bounds), maximized: maximized === true };
    },
    write({ x, y, width, height, maximized }) {
      try {
        file.change(() => ({ x, y, width, height, maximized }));
      } catch {
        // The next start takes the usual size.
      }
    },
  };
}
