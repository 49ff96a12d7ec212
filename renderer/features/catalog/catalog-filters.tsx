import { Search } from 'lucide-react';
import { Input } from 'react-aria-components/Input';
import { SearchField } from 'react-aria-components/SearchField';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { CatalogState } from '../../../shared/model/catalog.ts';
import type { CatalogFilter } from '../../../shared/remotes/catalog-search.ts';
import { Button } from '../../components/button.tsx';
import { ChoiceMenu } from '../../components/choice-menu.tsx';
import { OneOf } from '../../components/one-of.tsx';
import { useNow } from '../../components/use-now.ts';
import { formatAgo } from '../../format.ts';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';
import '../../components/field.css';

const ANY = '';

const chips = (): readonly (readonly [CatalogFilter, string])[] => [
  ['fits', t('Fits this host')],
  ['all', t('All')],
  ['installed', t('Installed')],
];

/** The search and the filters, and how old what they look at is. */
export function CatalogFilters({ catalog, found }: { readonly catalog: CatalogState; readonly found: number }) {
  const query = useStore((state) => state.query);
  const setQuery = useStore((state) => state.setQuery);
  const readAgain = useStore((state) => state.refreshCatalog);
  const on = catalog.remotes.filter(({ enabled }) => enabled);
  return (
    <div className="catalog-filters">
      <div className="catalog-line">
        <SearchField
          aria-label={t('Search the catalog')}
          className="catalog-search"
          value={query.text}
          onChange={(text) => setQuery({ text })}
          autoFocus
        >
          <Search aria-hidden size={15} />
          <Input className="input" placeholder={t('Name, program or service')} />
        </SearchField>
        <OneOf
          look="chips"
          label={t('Show')}
          options={chips()}
          chosen={query.filter}
          onChoose={(filter) => setQuery({ filter })}
        />
        {on.length < 2 ? null : (
          <ChoiceMenu
            label={t('Remote')}
            options={[[ANY, t('Any remote')] as const, ...on.map(({ name }) => [name, name] as const)]}
            chosen={query.remote ?? ANY}
            isPlain={query.remote === null}
            onChoose={(name) => setQuery({ remote: name === ANY ? null : name })}
          />
        )}
      </div>
      <div className="catalog-line catalog-count">
        <strong>
          {t('{extensions} from {remotes}', {
            extensions: counted(found, '{count} extension', '{count} extensions'),
            remotes: counted(on.length, '{count} remote', '{count} remotes'),
          })}{' '}
          · <Age catalog={catalog} />
        </strong>
        <Button look="quiet" isDisabled={catalog.isReading} onPress={() => inBackground(readAgain())}>
          {t('Read again')}
        </Button>
      </div>
    </div>
  );
}

/** Of the remote that was read the longest ago. */
function Age({ catalog: { remotes, isReading } }: { readonly catalog: CatalogState }) {
  const now = useNow();
  if (isReading) return t('reading the lists…');
  const times = remotes.flatMap(({ enabled, checkedAt }) => (enabled && checkedAt !== null ? [checkedAt] : []));
  return times.length === 0 ? t('not read yet') : t('read {time}', { time: formatAgo(Math.min(...times), now) });
}
