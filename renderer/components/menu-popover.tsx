import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { Popover } from 'react-aria-components/Popover';
import './menu.css';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the pointer was pressed that is still down; null for none. */
let pressedAt: Point | null = null;
window.addEventListener('pointerdown', ({ clientX, clientY }) => (pressedAt = { x: clientX, y: clientY }), true);
for (const end of ['pointerup', 'pointercancel', 'blur'] as const)
  window.addEventListener(end, () => (pressedAt = null), true);

/** Who moves the pointer less than this, in pixels, has not drawn it to anything. */
const STILL = 6;

/**
 * What holds a menu that a button opens. A menu opens with the press and takes what the pointer is drawn to and let go over, as
 * menus do; where there is no room beside the button it lies under the pointer, and letting go would choose what nobody saw. So
 * it lets the pointer through until that was moved or let go.
 */
export function MenuPopover({
  placement,
  children,
}: {
  readonly placement: 'bottom start' | 'bottom end' | 'top start';
  readonly children: ReactNode;
}) {
  return (
    <Popover className="popover" placement={placement}>
      <Held>{children}</Held>
    </Popover>
  );
}

function Held({ children }: { readonly children: ReactNode }) {
  const [from] = useState(pressedAt);
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = frame.current;
    if (from === null || element === null) return;
    element.classList.add('menu-held');
    const letGo = () => {
      stop.abort();
      element.classList.remove('menu-held');
    };
    const stop = new AbortController();
    const { signal } = stop;
    const move = ({ clientX, clientY }: PointerEvent) => {
      if (Math.hypot(clientX - from.x, clientY - from.y) > STILL) letGo();
    };
    window.addEventListener('pointermove', move, { capture: true, signal });
    // The release itself, and the click that it makes, are still for what lies below.
    for (const end of ['pointerup', 'pointercancel'] as const)
      window.addEventListener(end, () => setTimeout(letGo), { capture: true, signal });
    return letGo;
  }, [from]);
  return (
    <div className="menu-frame" ref={frame}>
      {children}
    </div>
  );
}
