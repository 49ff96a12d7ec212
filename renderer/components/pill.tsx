import { Check, CircleHelp, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import './pill.css';

type Kind = 'good' | 'bad' | 'unknown' | 'warning' | 'neutral';

const ICONS = { good: Check, bad: X, unknown: CircleHelp, warning: TriangleAlert, neutral: null };

/** A short word with a sign, so that colour is never the only one. */
export function Pill({ kind, children }: { readonly kind: Kind; readonly children: ReactNode }) {
  const Icon = ICONS[kind];
  return (
    <span className={`pill pill-${kind}`}>
      {Icon === null ? null : <Icon aria-hidden size={12} strokeWidth={2.5} />}
      <span className="pill-text">{children}</span>
    </span>
  );
}
