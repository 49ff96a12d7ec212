/** What lies over the window, as it is laid into the page: what came last is on top. */
const OVERLAYS = '.modal-overlay, .palette-overlay, .popover';
/** For how long an Escape waits until what is on top can hear it. */
const PATIENCE_MS = 1000;

/**
 * Gives an Escape to what is on top where the focus is not in there yet: on a busy machine a dialog can be seen before it takes
 * the focus, and hears no key until then. Whoever sees it may close it.
 *
 * @returns whether the key was for that
 */
export function handOver(event: KeyboardEvent): boolean {
  if (event.key !== 'Escape' || event.isComposing || !event.isTrusted) return false;
  const top = [...document.querySelectorAll<HTMLElement>(OVERLAYS)].findLast((one) => !isGoing(one));
  if (top === undefined || (event.target instanceof Node && top.contains(event.target))) return false;
  closeSoon(top, performance.now() + PATIENCE_MS);
  return true;
}

const isGoing = (overlay: HTMLElement): boolean => overlay.hasAttribute('data-exiting');

/** React Aria takes a key for one of its own as soon as it knows what is open, which nobody is told of. */
function closeSoon(overlay: HTMLElement, until: number): void {
  if (!overlay.isConnected || isGoing(overlay) || performance.now() > until) return;
  const inside = overlay.querySelector('[role=dialog], [role=menu]') ?? overlay;
  inside.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
  setTimeout(() => closeSoon(overlay, until), 20);
}
