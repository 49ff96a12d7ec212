import { type RefObject, useLayoutEffect } from 'react';
import { glide, raise } from '../../components/glide.ts';

interface Place {
  /** What React Aria places: the row, and the group that it is in. */
  readonly element: HTMLElement;
  readonly section: HTMLElement;
  readonly group: string;
  /** From the top of the list's content, in pixels. */
  readonly top: number;
}

/**
 * When its state moves a row to another group, it glides there, and the others make way.
 *
 * The list draws itself some time after what it shows has changed, maybe in steps, and again with each scroll. So what is looked
 * at is what came of it in the page, right before each frame. A row that was not in sight before has no place to come from.
 */
export function useRowGlides(frame: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const list = frame.current;
    if (list === null) return;
    let before = placesIn(list);
    let frameRequest = 0;
    const compare = () => {
      frameRequest = 0;
      const now = placesIn(list);
      const moved = [...now].filter(([key, { group }]) => (before.get(key)?.group ?? group) !== group);
      if (moved.length > 0) {
        for (const [key, { element, top }] of now) glide(element, (before.get(key)?.top ?? top) - top);
        for (const [, { element, section }] of moved) for (const one of [element, section]) raise(one);
      }
      before = now;
    };
    const seen = new MutationObserver(() => {
      if (frameRequest === 0) frameRequest = requestAnimationFrame(compare);
    });
    seen.observe(list, { subtree: true, childList: true, attributes: true, attributeFilter: ['style'] });
    return () => {
      seen.disconnect();
      cancelAnimationFrame(frameRequest);
    };
  }, [frame]);
}

/** The rows and headings that are in the page, by a key of each. What the list wrote is read; nothing is measured. */
function placesIn(list: HTMLElement): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const row of list.querySelectorAll<HTMLElement>('[role=rowgroup] [role=row]')) {
    const element = row.parentElement;
    const rows = row.closest<HTMLElement>('[role=rowgroup]');
    const section = rows?.parentElement;
    if (element == null || section == null) continue;
    const group = rows?.ariaLabel ?? '';
    const top = Number.parseFloat(section.style.top) + Number.parseFloat(element.style.top);
    places.set(row.dataset['key'] ?? `heading ${group}`, { element, section, group, top });
  }
  return places;
}
