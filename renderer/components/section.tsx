import type { ReactNode } from 'react';
import './section.css';

/** A titled part of a pane. */
export function Section({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="section" aria-label={title}>
      <header className="section-head">
        <h2>{title}</h2>
        <span className="muted">{aside}</span>
      </header>
      {children}
    </section>
  );
}

/** A line of a list: what it is, and its state at the end. */
export function Line({ label, children }: { readonly label: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="line">
      <span className="line-label">{label}</span>
      <span className="line-value">{children}</span>
    </div>
  );
}
