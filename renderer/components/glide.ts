const GLIDE_MS = 150;

/**
 * Draws an element where it was, and lets it glide to where it is. It is in its place at once and only drawn elsewhere: a
 * press on it is not lost, and nothing of the layout moves twice. Where less motion is asked for it does not move.
 * @param px how far below its place it was
 */
export function glide(element: Element, px: number): void {
  if (px === 0 || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const from = [{ transform: `translateY(${px}px)` }, { transform: 'none' }];
  element.animate(from, { duration: GLIDE_MS, easing: 'ease-out' });
}

/** Draws an element over what it crosses, for as long as something of it glides. */
export function raise(element: Element): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  element.animate([{ zIndex: 1 }, { zIndex: 1 }], { duration: GLIDE_MS });
}
