/** Whether enough comes of a download to go on with it. */

/** Watches that enough comes in each stretch of time. */
export function createPace(leastBytes: number, stretchMs: number): { isFine(bytes: number): boolean } {
  let since = performance.now();
  let came = 0;
  return {
    isFine(bytes) {
      came += bytes;
      const now = performance.now();
      if (now - since < stretchMs) return true;
      const isEnough = came >= leastBytes;
      since = now;
      came = 0;
      return isEnough;
    },
  };
}
