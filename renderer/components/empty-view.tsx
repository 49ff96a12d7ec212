import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './empty-view.css';

/** A view that has nothing to show yet: a drawing, one sentence, and what to do first. The same in all views. */
export function EmptyView({
  icon: Icon,
  title,
  children,
  actions,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  /** One sentence. */
  readonly children: ReactNode;
  /** One primary button, and what else there is. */
  readonly actions?: ReactNode;
}) {
  return (
    <div className="empty-view">
      <Icon aria-hidden size={64} strokeWidth={1.1} />
      <h2>{title}</h2>
      <p className="muted">{children}</p>
      {actions === undefined ? null : <div className="empty-view-actions">{actions}</div>}
    </div>
  );
}
