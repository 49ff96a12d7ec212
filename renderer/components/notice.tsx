import type { ReactNode } from 'react';
import './notice.css';

/** A sentence that asks for attention, with what can be done about it. */
export function Notice({
  kind,
  title,
  children,
}: {
  readonly kind: 'bad' | 'warning' | 'good' | 'neutral';
  readonly title?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div className={`notice notice-${kind}`}>
      {title === undefined ? null : <strong className="notice-title">{title}</strong>}
      {children}
    </div>
  );
}
