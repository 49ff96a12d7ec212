import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { useStore } from '../../state/store.ts';
import type { Filter, Sort } from '../../state/view-slice.ts';
import { FILTERS, type Row } from './rows.ts';
import './filters.css';

const SORTS: readonly (readonly [Sort, string])[] = [
  ['name', 'Name'],
  ['size', 'Size'],
];

/** The chips above the list; those that would show nothing are left out. */
export function Filters({ rows }: { readonly rows: readonly Row[] }) {
  const filter = useStore((state) => state.filter);
  const sort = useStore((state) => state.sort);
  const setView = useStore((state) => state.setView);
  const chips = (Object.entries(FILTERS) as [Filter, (typeof FILTERS)[Filter]][])
    .map(([id, { label, test }]) => ({ id, label, count: rows.filter(test).length }))
    .filter(({ id, count }) => id === 'all' || id === filter || count > 0);
  return (
    <div className="filters">
      <ToggleButtonGroup
        aria-label="Show"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[filter]}
        onSelectionChange={([chosen]) => chosen !== undefined && setView({ filter: chosen as Filter })}
        className="chips"
      >
        {chips.map(({ id, label, count }) => (
          <ToggleButton key={id} id={id} className="chip">
            {label} {count}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <ToggleButtonGroup
        aria-label="Sort by"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[sort]}
        onSelectionChange={([chosen]) => chosen !== undefined && setView({ sort: chosen as Sort })}
        className="chips sorts"
      >
        {SORTS.map(([id, label]) => (
          <ToggleButton key={id} id={id} className="chip chip-quiet">
            {label}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}
