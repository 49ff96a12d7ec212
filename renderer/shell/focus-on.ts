/** So long is waited for what was opened to be drawn. */
const PATIENCE_MS = 1000;

/**
 * Puts the focus on what is drawn only now, once what had it is gone, which the browser's next picture is without, and no
 * dialog stands over it.
 */
export function focusOn(find: () => HTMLElement | null): void {
  const since = performance.now();
  const tryNow = () => {
    const isCovered = document.querySelector('[role=dialog]') !== null;
    const place = isCovered ? null : find();
    if (place !== null) place.focus();
    else if (performance.now() - since < PATIENCE_MS) requestAnimationFrame(tryNow);
  };
  requestAnimationFrame(tryNow);
}
