import { ChevronDown, ChevronRight } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { shownLocale } from '../../format.ts';
import { store } from '../../state/store.ts';
import type { Group } from './groups.ts';

/** The title of a group, which folds it. */
export function GroupHeading({ group: { id, title, count, rows } }: { readonly group: Group }) {
  const isFolded = rows.length === 0;
  const Chevron = isFolded ? ChevronRight : ChevronDown;
  const fold = () => {
    const { folded, setView } = store.getState();
    setView({ folded: isFolded ? folded.filter((one) => one !== id) : [...folded, id] });
  };
  return (
    <Button className="group-heading" aria-expanded={!isFolded} onPress={fold}>
      <Chevron aria-hidden size={14} /> {title}{' '}
      <span className="list-count">{count.toLocaleString(shownLocale())}</span>
    </Button>
  );
}
