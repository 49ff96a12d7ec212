import { type RefObject, useLayoutEffect, useState } from 'react';

/** What of a box that scrolls is seen, in pixels from the beginning of what is in it. */
export interface Seen {
  readonly top: number;
  readonly start: number;
  readonly width: number;
  readonly height: number;
}

const UNKNOWN: Seen = { top: 0, start: 0, width: 0, height: 0 };

export function useSeen(box: RefObject<HTMLElement | null>): Seen {
  const [seen, setSeen] = useState(UNKNOWN);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const look = () =>
      setSeen({
        top: element.scrollTop,
        // Counted down from zero where reading goes from right to left.
        start: Math.abs(element.scrollLeft),
        width: element.clientWidth,
        height: element.clientHeight,
      });
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [box]);
  return seen;
}
