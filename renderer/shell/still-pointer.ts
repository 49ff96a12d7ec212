/**
 * A press counts for what it began on. What comes in from the core meanwhile, such as the notes of a plan, can move a button
 * away from under a pointer that is held still; the browser then sends the click to what both have in common, and the button
 * never hears of it.
 */
const PRESSABLE = 'button, label, a[href]';

/** Pixels that a hand moves while it presses; more is a drag, and leaving a button is how a press is taken back. */
const STILL_PX = 4;

/** Watches every press of the page. @returns stops it */
export function keepPresses(page: Document): () => void {
  let begun: { readonly on: HTMLElement; readonly pointer: number; readonly x: number; readonly y: number } | null =
    null;

  const begin = ({ target, isPrimary, button, pointerId, clientX, clientY }: PointerEvent) => {
    const on = target instanceof Element && isPrimary && button === 0 ? target.closest(PRESSABLE) : null;
    begun = on instanceof HTMLElement ? { on, pointer: pointerId, x: clientX, y: clientY } : null;
  };

  const end = ({ pointerId, clientX, clientY }: PointerEvent) => {
    const press = begun;
    begun = null;
    if (press === null || press.pointer !== pointerId || !press.on.isConnected) return;
    if (Math.hypot(clientX - press.x, clientY - press.y) > STILL_PX) return;
    // One that is still there was heard, or is covered by what it opened.
    const { left, right, top, bottom } = press.on.getBoundingClientRect();
    if (clientX >= left && clientX <= right && clientY >= top && clientY <= bottom) return;
    // After React Aria has taken the press back.
    setTimeout(() => press.on.isConnected && press.on.click());
  };

  const forget = () => {
    begun = null;
  };

  page.addEventListener('pointerdown', begin, true);
  page.addEventListener('pointerup', end, true);
  page.addEventListener('pointercancel', forget, true);
  return () => {
    page.removeEventListener('pointerdown', begin, true);
    page.removeEventListener('pointerup', end, true);
    page.removeEventListener('pointercancel', forget, true);
  };
}
