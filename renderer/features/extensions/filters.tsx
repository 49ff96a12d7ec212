import { ArrowDownNarrowWide } from 'lucide-react';
import { MenuTrigger } from 'react-aria-components/Menu';
import { t } from '../../../shared/messages/translate.ts';
import { Button } from '../../components/button.tsx';
import { ChoiceList } from '../../components/choice-list.tsx';
import { FilterBox } from '../../components/filter-box.tsx';
import { OneOf } from '../../components/one-of.tsx';
import { shownLocale } from '../../format.ts';
import { useStore } from '../../state/store.ts';
import type { Filter, Sort } from '../../state/view-slice.ts';
import { FILTERS } from './groups.ts';
import type { Row } from './rows.ts';
import './filters.css';

const sortChoices = (): readonly { readonly id: Sort; readonly title: string }[] => [
  { id: 'name', title: t('Name') },
  { id: 'size', title: t('Size') },
  { id: 'source', title: t('Folder') },
  { id: 'services', title: t('Services') },
  { id: 'conflicts', title: t('Conflicts') },
];

/** What is typed, the chips, and the order. Chips that would show nothing are left out. */
export function Filters({ rows }: { readonly rows: readonly Row[] }) {
  const filter = useStore((state) => state.filter);
  const text = useStore((state) => state.filterText);
  const setView = useStore((state) => state.setView);
  const chips = (Object.entries(FILTERS) as [Filter, (typeof FILTERS)[Filter]][])
    .map(([id, { label, test }]) => ({ id, label, count: rows.filter(test).length }))
    .filter(({ id, count }) => id === 'all' || id === filter || count > 0)
    .map(({ id, label, count }) => [id, `${t(label)} ${count.toLocaleString(shownLocale())}`] as const);
  return (
    <div className="filters">
      <FilterBox
        label={t('Filter extensions')}
        placeholder={t('Filter by name, file or service')}
        shownKey="/"
        value={text}
        onChange={(filterText) => setView({ filterText })}
      />
      <OneOf
        look="chips"
        label={t('Show')}
        options={chips}
        chosen={filter}
        onChoose={(chosen) => setView({ filter: chosen })}
      />
      <SortMenu />
    </div>
  );
}

function SortMenu() {
  const sort = useStore((state) => state.sort);
  const setView = useStore((state) => state.setView);
  return (
    <MenuTrigger>
      <Button aria-label={t('Sort by')}>
        <ArrowDownNarrowWide aria-hidden size={15} />
      </Button>
      <ChoiceList
        label={t('Sort by')}
        choices={sortChoices()}
        chosen={sort}
        placement="bottom end"
        onChoose={(id) => setView({ sort: id as Sort, sortReversed: false })}
      />
    </MenuTrigger>
  );
}
