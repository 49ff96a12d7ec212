import { ArrowDown, ArrowUp } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { t } from '../../../shared/messages/translate.ts';
import { useStore } from '../../state/store.ts';
import type { Sort } from '../../state/view-slice.ts';
import './column-heads.css';

/** Each with the class that its cells have in a row, so that it stands above them. */
const COLUMNS = [
  { id: 'name', title: 'Name', place: 'row-text' },
  { id: 'source', title: 'Folder', place: 'row-source' },
  { id: 'services', title: 'Services', place: 'row-services' },
  { id: 'conflicts', title: 'Conflicts', place: 'row-conflicts' },
] as const satisfies readonly { readonly id: Sort; readonly title: string; readonly place: string }[];

/** Numbers begin with the largest. */
const BEGINS_DOWN: ReadonlySet<Sort> = new Set(['size', 'services', 'conflicts']);

/** What a wide list is sorted by. Rows are sorted inside of their groups. */
export function ColumnHeads() {
  return (
    // A table of its own: the list below is virtualised, and its rows have no cells. Laid out as those rows are.
    // biome-ignore lint/a11y/useSemanticElements: elements of a table would be laid out as one
    <div className="column-heads" role="table" aria-label={t('Sort by')}>
      {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above; its buttons have the focus */}
      <div className="row-content" role="row">
        <span className="column-tile" aria-hidden />
        {COLUMNS.map(({ id, title, place }) => (
          <ColumnHead key={id} id={id} title={t(title)} place={place} />
        ))}
        <span className="row-pill" aria-hidden />
        <ColumnHead id="size" title={t('Size')} place="row-size" />
        <span className="row-switch" aria-hidden />
      </div>
    </div>
  );
}

function ColumnHead({ id, title, place }: { readonly id: Sort; readonly title: string; readonly place: string }) {
  const sort = useStore((state) => state.sort);
  const isReversed = useStore((state) => state.sortReversed);
  const setView = useStore((state) => state.setView);
  const isSorted = sort === id;
  const isDown = BEGINS_DOWN.has(id) !== isReversed;
  const Arrow = isDown ? ArrowDown : ArrowUp;
  const direction = isDown ? 'descending' : 'ascending';
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above; its button has the focus
    <span className={place} role="columnheader" aria-sort={isSorted ? direction : 'none'}>
      <Button className="column-head" onPress={() => setView({ sort: id, sortReversed: isSorted && !isReversed })}>
        {title}
        {isSorted ? <Arrow aria-hidden size={12} /> : null}
      </Button>
    </span>
  );
}
