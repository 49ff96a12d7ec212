/** The parts of the window that F6 goes through: the list or page of the view, its details, the bar of what is staged, the views. */

/** In this order; where one is not there it is passed over. */
const PARTS = ['.panes-main', '.panes-aside', '.apply-bar', '.jobs', '.rail'] as const;
const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [tabindex="0"]';

/** A view without panes is one part. */
function partAt(selector: string): HTMLElement | null {
  const found = document.querySelector<HTMLElement>(selector);
  return found === null && selector === PARTS[0] ? document.querySelector<HTMLElement>('.app-view') : found;
}

/** @param by 1 for the next, -1 for the one before */
export function moveToNextPart(by: 1 | -1): void {
  const parts = PARTS.map(partAt).filter((part): part is HTMLElement => part !== null);
  const here = parts.findIndex((part) => part.contains(document.activeElement));
  for (let step = 1; step <= parts.length; step++) {
    const at =
      here < 0 ? (by > 0 ? step - 1 : parts.length - step) : (here + by * step + parts.length * 2) % parts.length;
    if (focusIn(parts[at])) return;
  }
}

/** To what stands in the middle: the list of a view, else its first control. */
export function moveToContent(): void {
  focusIn(partAt(PARTS[0]));
}

function focusIn(part: HTMLElement | undefined | null): boolean {
  const first =
    part?.querySelector<HTMLElement>('[data-first-focus]') ??
    // The list itself knows which of its rows is to have it.
    part?.querySelector<HTMLElement>('[role=grid]') ??
    part?.querySelector<HTMLElement>('[aria-current=page]') ??
    [...(part?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].find((one) => one.checkVisibility()) ??
    null;
  first?.focus();
  return first !== null;
}
