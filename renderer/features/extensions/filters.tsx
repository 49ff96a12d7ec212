import { OneOf } from '../../components/one-of.tsx';
import { useStore } from '../../state/store.ts';
import type { Filter, Sort } from '../../state/view-slice.ts';
import { FILTERS, type Row } from './rows.ts';
import './filters.css';
import { t } from '../../../shared/messages/translate.ts';
import { shownLocale } from '../../format.ts';

const sortChoices = (): readonly (readonly [Sort, string])[] => [
  ['name', t('Name')],
  ['size', t('Size')],
];

/** The chips above the list; those that would show nothing are left out. */
export function Filters({ rows }: { readonly rows: readonly Row[] }) {
  const filter = useStore((state) => state.filter);
  const sort = useStore((state) => state.sort);
  const setView = useStore((state) => state.setView);
  const chips = (Object.entries(FILTERS) as [Filter, (typeof FILTERS)[Filter]][])
    .map(([id, { label, test }]) => ({ id, label, count: rows.filter(test).length }))
    .filter(({ id, count }) => id === 'all' || id === filter || count > 0)
    .map(({ id, label, count }) => [id, `${t(label)} ${count.toLocaleString(shownLocale())}`] as const);
  return (
    <div className="filters">
      <OneOf
        look="chips"
        label={t('Show')}
        options={chips}
        chosen={filter}
        onChoose={(chosen) => setView({ filter: chosen })}
      />
      <OneOf
        look="quiet"
        label={t('Sort by')}
        options={sortChoices()}
        chosen={sort}
        onChoose={(chosen) => setView({ sort: chosen })}
      />
    </div>
  );
}
