import type { ReactNode } from 'react';
import './fact.css';

/** A label, and beside it what is so: both on their own left edge. */
export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="fact">
      <span className="muted">{label}</span>
      <div className="selectable">{children}</div>
    </div>
  );
}
