import { ArrowRight, Ban, Check, CircleHelp, CircleX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import './pill.css';

export type PillKind = 'good' | 'bad' | 'unknown' | 'warning' | 'neutral' | 'disabled' | 'staged';

const ICONS = {
  good: Check,
  bad: CircleX,
  unknown: CircleHelp,
  warning: TriangleAlert,
  neutral: null,
  disabled: Ban,
  staged: ArrowRight,
};

/** A state in a few words with a sign, so that colour is never the only one. */
export function Pill({ kind, children }: { readonly kind: PillKind; readonly children: ReactNode }) {
  const Icon = ICONS[kind];
  return (
    <span className={`pill pill-${kind}`}>
      {Icon === null ? null : <Icon aria-hidden size={13} strokeWidth={2} />}
      <span className="pill-text">{children}</span>
    </span>
  );
}
