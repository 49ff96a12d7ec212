import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';

/** A titled list of rows that folds; nothing where there are none. */
export function Group({
  title,
  rows,
  hasCount = false,
}: {
  readonly title: string;
  readonly rows: readonly ReactNode[];
  /** Whether the title says how many there are. */
  readonly hasCount?: boolean;
}) {
  const [isOpen, setOpen] = useState(true);
  if (rows.length === 0) return null;
  const Sign = isOpen ? ChevronDown : ChevronRight;
  return (
    <section aria-label={title}>
      <h2 className="updates-title">
        <Button className="updates-fold" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          <Sign aria-hidden size={14} /> {title}
          {hasCount ? null : <span className="list-count"> {rows.length}</span>}
        </Button>
      </h2>
      {isOpen ? <ul className="updates-list">{rows}</ul> : null}
    </section>
  );
}
