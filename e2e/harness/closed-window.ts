/**
 * What modules of the page find of a browser when they are loaded, with a door that is never opened. The file of tests that asks
 * for it has modules of its own, and those after it are not told of it.
 */
import { afterAll, beforeAll, vi } from 'vitest';

export function standInClosedWindow(): void {
  beforeAll(() => {
    vi.resetModules();
    const localStorage = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
    vi.stubGlobal('window', { location: { hash: '', host: 'nowhere' }, localStorage });
    vi.stubGlobal('sessionStorage', { getItem: () => null });
    vi.stubGlobal('WebSocket', class extends EventTarget {});
    vi.stubGlobal('localStorage', localStorage);
  });
  afterAll(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });
}
