import type { ReactNode } from 'react';

/** A titled list of rows; nothing where there are none. */
export function Group({ title, rows }: { readonly title: string; readonly rows: readonly ReactNode[] }) {
  if (rows.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className="updates-title">
        {title} <span className="list-count">{rows.length}</span>
      </h2>
      <ul className="updates-list">{rows}</ul>
    </section>
  );
}
